// The rows of the captions' editor: one for each cue, in the order of time.
import { shown } from "./caption-cues.js";

export const LEAST = 0.3; // seconds between two marks that are meant
const LASTS = 3; // seconds of a new cue

export class CaptionRows {
  // `make` gives an empty row; `label` names one, with {} for its number.
  constructor(element, make, label) {
    Object.assign(this, { element, make, label });
  }

  all() {
    return [...this.element.children];
  }

  told() {
    return this.all().map((row) => ({
      start: this.time(row, "start"), end: this.time(row, "end"), text: row.querySelector("[data-text]").value,
    }));
  }

  fill(cues) {
    this.element.replaceChildren(...cues.map((cue) => this.row(cue)));
    this.count();
  }

  row(cue) {
    const row = this.make();
    const text = row.querySelector("[data-text]");
    this.setTime(row, "start", cue.start);
    this.setTime(row, "end", cue.end);
    text.value = cue.text;
    text.rows = Math.max(1, cue.text.split("\n").length);
    return row;
  }

  // A new row at this second, before the next one where that is known.
  add(start, end, duration = Infinity) {
    const from = Math.min(start, Math.max(0, duration - LEAST));
    const after = this.all().filter((row) => this.time(row, "start") <= from).at(-1);
    const next = after ? after.nextElementSibling : this.element.firstElementChild;
    const until = next ? this.time(next, "start") : duration;
    const to = end ?? Math.min(from + LASTS, until > from ? until : duration);
    const row = this.row({ start: from, end: Math.max(to, from + LEAST), text: "" });
    if (after) after.after(row);
    else this.element.prepend(row);
    return row;
  }

  // What was understood last: a time that is half typed changes nothing.
  time(row, name) {
    return Number(row.dataset[name]);
  }

  setTime(row, name, time) {
    const field = row.querySelector(`[data-time=${name}]`);
    row.dataset[name] = Math.max(0, time);
    field.value = shown(Math.max(0, time));
    field.removeAttribute("aria-invalid");
  }

  // Only a row that moved is touched, and it keeps the focus.
  sort(row) {
    const later = (other) => other !== row && this.time(other, "start") > this.time(row, "start");
    const next = this.all().find(later) ?? null;
    if (next === row.nextElementSibling) return;
    const { activeElement } = document;
    const { selectionStart, selectionEnd } = activeElement;
    this.element.insertBefore(row, next);
    if (!row.contains(activeElement)) return;
    activeElement.focus();
    if (activeElement.matches("[data-text], [data-time]")) activeElement.setSelectionRange(selectionStart, selectionEnd);
  }

  // Numbers as the server counts: what says nothing yet has none.
  count() {
    let number = 0;
    for (const row of this.all()) {
      const written = row.querySelector("[data-text]").value.trim();
      row.dataset.number = written ? ++number : "";
      const named = row.dataset.number || "–";
      row.querySelector("[data-shown]").textContent = named;
      row.setAttribute("aria-label", this.label.replace("{}", named));
    }
  }

  // Show which row a problem means; `described` is the id of its sentence.
  mark(number, described) {
    for (const row of this.all()) {
      const wrong = Number(row.dataset.number) === number;
      const text = row.querySelector("[data-text]");
      row.classList.toggle("captions__cue--wrong", wrong);
      if (wrong) text.setAttribute("aria-describedby", described);
      else text.removeAttribute("aria-describedby");
    }
  }
}
