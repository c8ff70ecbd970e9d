// The captions' editor beside the film: play, type, mark. The field below keeps the text; the
// server reads and checks it, so that what is shown here is what it will deliver.
import { seconds, shown, webvtt } from "./caption-cues.js";

const script = document.getElementById("caption-editor-script");
const PAUSE = 600; // ms after the last change
const LOOK_EVERY = 3000; // ms, while a film is being processed
const BACK = 3; // seconds
const LASTS = 3; // seconds of a new cue
const LEAST = 0.3; // seconds between two marks that are meant

const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

class CaptionEditor extends window.StimulusModule.Controller {
  connect() {
    this.asked = 0;
    this.text = this.field("captions");
    this.panel = copy("caption-editor-panel");
    this.film = this.panel.querySelector("video");
    this.cues = this.panel.querySelector("[data-cues]");
    this.track = this.film.addTextTrack("captions", "", "zh");
    this.track.mode = "showing";
    this.text.before(this.panel);
    this.listeners = new AbortController();
    this.listen(this.panel, "click", (event) => this.pressed(event));
    this.listen(this.panel, "input", (event) => this.typed(event));
    this.listen(this.panel, "change", (event) => this.changed(event));
    this.listen(this.panel, "keydown", (event) => this.keyed(event));
    this.listen(this.film, "timeupdate", () => this.follow());
    this.listen(this.film, "pause", () => (this.until = undefined));
    this.listen(this.film, "ratechange", () => (this.part("[data-speed]").value = this.film.playbackRate));
    this.listen(this.text, "change", () => this.own || this.read());
    this.listen(this.field("recording"), "change", () => this.choose());
    this.listen(this.field("transcript"), "input", () => this.offer());
    this.choose();
  }

  disconnect() {
    clearTimeout(this.timer);
    clearTimeout(this.looking);
    this.listeners.abort();
    this.panel.remove();
    this.text.hidden = false;
  }

  listen(element, name, act) {
    element.addEventListener(name, act, { signal: this.listeners.signal });
  }

  field(name) {
    return this.element.querySelector(`[name$="-${name}"]`);
  }

  part(selector) {
    return this.panel.querySelector(selector);
  }

  // The film.

  async choose() {
    clearTimeout(this.looking);
    // A chooser sets the attribute; a value that was posted back is there as well.
    const pk = this.field("recording").getAttribute("value");
    if (pk === this.shownFilm) return;
    this.panel.hidden = !pk;
    this.asText(!pk);
    this.film.removeAttribute("src");
    this.shownFilm = undefined;
    if (!pk) return;
    const told = await this.ask(script.dataset.film.replace("/0/", `/${pk}/`));
    if (!told || pk !== this.field("recording").getAttribute("value")) return;
    this.duration = told.duration;
    this.part(".captions__stage").hidden = !told.ready;
    if (told.ready) {
      this.shownFilm = pk;
      this.film.src = told.url;
      if (told.poster) this.film.poster = told.poster;
    } else {
      this.looking = setTimeout(() => this.choose(), LOOK_EVERY);
    }
    await this.read();
    if (!told.ready) this.say(told.sentence);
  }

  // What the server answers.

  async ask(address, body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    try {
      const response = await fetch(address, body ? { method: "POST", body, headers } : { headers });
      if (response.ok) return await response.json();
    } catch {
      // said below
    }
    this.say(script.dataset.failed);
    return null;
  }

  post(address, values) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    body.append("recording", this.field("recording").getAttribute("value") ?? "");
    return this.ask(address, body);
  }

  say(sentence, number) {
    const unread = this.part("[aria-invalid]"); // it stands before anything that the server knows
    this.part("[data-problem]").textContent = unread ? script.dataset.time : sentence ?? "";
    const rows = this.rows();
    // The server counts what is written, in the order of time.
    const written = rows.filter((row) => row.querySelector("[data-text]").value.trim())
      .sort((one, other) => this.time(one, "start") - this.time(other, "start"));
    for (const row of rows) row.classList.toggle("captions__cue--wrong", row === written[number - 1]);
  }

  // Fill the rows from the field.
  async read() {
    if (!this.text.value.trim()) return this.fill([]);
    const turn = ++this.asked;
    const told = await this.post(script.dataset.captions, { text: this.text.value });
    if (!told || turn !== this.asked) return;
    this.fill(told.cues);
    this.say(told.problem, told.number);
    if (told.problem && !told.cues.length) this.asText(true);
  }

  // Ask what is wrong with the rows as they are; they stay as they are.
  async check() {
    const turn = ++this.asked;
    if (!this.text.value) return this.say();
    const told = await this.post(script.dataset.captions, { text: this.text.value });
    if (told && turn === this.asked) this.say(told.problem, told.number);
  }

  async bring(address, values) {
    const told = await this.post(address, values);
    if (!told) return;
    if (!told.cues.length) return this.say(told.problem);
    this.keep();
    this.fill(told.cues);
    this.write();
    this.asText(false);
    this.say(told.problem, told.number);
  }

  // Rows.

  rows() {
    return [...this.cues.children];
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

  // Rows stand in the order of time; only one that moved is touched, so that no other loses the focus.
  sort(row) {
    const next = this.rows().find((other) => other !== row && this.time(other, "start") > this.time(row, "start")) ?? null;
    if (next !== row.nextElementSibling) this.cues.insertBefore(row, next);
  }

  fill(cues) {
    this.cues.replaceChildren(...cues.map((cue) => this.row(cue)));
    this.offer();
    this.show();
    this.say();
  }

  row(cue) {
    const row = copy("caption-editor-cue");
    const text = row.querySelector("[data-text]");
    this.setTime(row, "start", cue.start);
    this.setTime(row, "end", cue.end);
    text.value = cue.text;
    text.rows = Math.max(1, cue.text.split("\n").length);
    return row;
  }

  told() {
    return this.rows().map((row) => ({
      start: this.time(row, "start"), end: this.time(row, "end"), text: row.querySelector("[data-text]").value,
    }));
  }

  // Keep the rows in the field; the preview and the form notice what bubbles.
  write() {
    this.own = true;
    this.text.value = webvtt(this.told());
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.dispatchEvent(new Event("change", { bubbles: true }));
    this.own = false;
    this.offer();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.show();
      this.check();
    }, PAUSE);
  }

  // What can be undone is the last step alone: later words are not lost with it.
  edited() {
    this.part("[data-act=undo]").hidden = true;
    this.write();
  }

  add(start, end) {
    const last = this.duration || Infinity;
    const from = Math.min(start, Math.max(0, last - LEAST));
    const after = this.rows().filter((row) => this.time(row, "start") <= from).at(-1);
    const next = after ? after.nextElementSibling : this.cues.firstElementChild;
    const until = next ? this.time(next, "start") : last;
    const to = end ?? Math.min(from + LASTS, until > from ? until : last);
    const row = this.row({ start: from, end: Math.max(to, from + LEAST), text: "" });
    if (after) after.after(row);
    else this.cues.prepend(row);
    row.querySelector("[data-text]").focus();
    this.edited();
  }

  // Enter in a cue: it ends here, and the next begins.
  finish(row) {
    const now = this.film.currentTime;
    if (now > this.time(row, "start") + LEAST && !this.film.paused) this.setTime(row, "end", now);
    this.add(this.time(row, "end"));
  }

  keep() {
    this.kept = this.told();
    this.part("[data-act=undo]").hidden = false;
  }

  undo() {
    this.fill(this.kept);
    this.edited();
    this.part("[data-act=add]").focus();
  }

  remove(row) {
    this.keep();
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("[data-text]") ?? this.part("[data-act=add]")).focus();
    this.write();
  }

  // What people do.

  pressed(event) {
    const button = event.target.closest("[data-act]");
    if (button) this.act(button.dataset.act, button.closest("li"));
  }

  act(name, row) {
    const { film } = this;
    if (name === "play") film.paused ? film.play() : film.pause();
    if (name === "back") film.currentTime = Math.max(0, film.currentTime - BACK);
    if (name === "add") this.add(film.currentTime);
    if (name === "undo") this.undo();
    if (name === "text") this.asText(this.text.hidden);
    if (name === "draft") this.bring(script.dataset.draft, { transcript: this.field("transcript").value });
    if (row && name === "delete") this.remove(row);
    if (row && name === "hear") this.hear(row);
    if (row && (name === "start" || name === "end")) {
      this.setTime(row, name, film.currentTime);
      this.sort(row);
      this.edited();
    }
  }

  async hear(row) {
    this.film.currentTime = this.time(row, "start");
    await this.film.play();
    this.until = this.time(row, "end");
  }

  keyed(event) {
    const row = event.target.closest("li");
    const inText = event.target.matches("[data-text]");
    if (event.isComposing) return;
    if (inText && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.finish(row);
    } else if (event.key === "Enter" && event.target.matches("[data-time]")) {
      event.preventDefault(); // it would save the page
    } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
      const acts = { KeyK: "play", KeyJ: "back", KeyN: "add", KeyS: "start", KeyE: "end" };
      const name = acts[event.code];
      if (!name) return;
      event.preventDefault();
      this.act(name, row);
    }
  }

  typed(event) {
    if (event.target.matches("[data-text]")) {
      event.target.rows = Math.max(1, event.target.value.split("\n").length);
      this.edited();
    }
    event.stopPropagation(); // rows are not fields of the form
  }

  changed(event) {
    const { target } = event;
    event.stopPropagation();
    if (target.matches("[data-speed]")) this.film.playbackRate = Number(target.value);
    if (target.matches("[data-file]") && target.files.length) this.import(target);
    if (!target.matches("[data-time]")) return;
    const time = seconds(target.value);
    if (time === null) {
      target.setAttribute("aria-invalid", "true");
      this.say();
      return;
    }
    const row = target.closest("li");
    this.setTime(row, target.dataset.time, time);
    this.sort(row);
    this.edited();
  }

  async import(input) {
    const [file] = input.files;
    if (!this.rows().length || window.confirm(script.dataset.replace)) {
      await this.bring(script.dataset.captions, { file });
    }
    input.value = "";
  }

  // What is shown.

  asText(yes) {
    this.text.hidden = !yes;
    this.part("[data-act=text]").setAttribute("aria-pressed", String(yes));
  }

  // Nothing that somebody wrote is overwritten.
  offer() {
    const any = this.cues.childElementCount > 0;
    this.part("[data-empty]").hidden = any;
    this.part("[data-act=draft]").disabled = any || !this.field("transcript").value.trim();
  }

  // The rows as captions over the film.
  show() {
    for (const cue of [...(this.track.cues ?? [])]) this.track.removeCue(cue);
    for (const { start, end, text } of this.told()) {
      if (end > start && text.trim()) this.track.addCue(new VTTCue(start, end, text));
    }
  }

  follow() {
    const now = this.film.currentTime;
    if (this.until !== undefined && now >= this.until) {
      this.film.pause();
    }
    for (const row of this.rows()) {
      const current = this.time(row, "start") <= now && now < this.time(row, "end");
      if (current !== row.classList.contains("captions__cue--now")) {
        row.classList.toggle("captions__cue--now", current);
        // Not while somebody types elsewhere.
        if (current && !this.cues.contains(document.activeElement)) this.reveal(row);
      }
    }
  }

  reveal(row) {
    const { cues } = this;
    if (row.offsetTop < cues.scrollTop || row.offsetTop + row.offsetHeight > cues.scrollTop + cues.clientHeight) {
      cues.scrollTop = row.offsetTop - cues.clientHeight / 3;
    }
  }
}

window.wagtail.app.register("caption-editor", CaptionEditor);
