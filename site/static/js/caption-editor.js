// The captions' editor beside the film: play, type, mark. The field below keeps the text; the
// server reads and checks it, so that what is shown here is what it will deliver.
import { LEAST, CaptionRows } from "./caption-rows.js";
import { seconds, webvtt } from "./caption-cues.js";

const script = document.getElementById("caption-editor-script");
const PAUSE = 600; // ms after the last change
const LOOK_EVERY = 3000; // ms, while a film is being processed
const BACK = 3; // seconds

const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

class CaptionEditor extends window.StimulusModule.Controller {
  connect() {
    this.asked = 0;
    this.text = this.field("captions");
    this.panel = copy("caption-editor-panel");
    this.film = this.part("video");
    this.rows = new CaptionRows(this.part("[data-cues]"), () => copy("caption-editor-cue"), script.dataset.row);
    this.problem = this.part("[data-problem]");
    this.problem.id = `${this.text.id}-problem`;
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

  // A chooser sets the attribute; a value that was posted back is there as well.
  get chosen() {
    return this.field("recording").getAttribute("value") || null;
  }

  choose() {
    if (this.chosen === this.pk) return;
    this.pk = this.chosen;
    clearTimeout(this.looking);
    this.panel.hidden = !this.pk;
    this.part(".captions__stage").hidden = true;
    this.film.removeAttribute("src");
    this.duration = undefined;
    this.open(false);
    if (!this.pk) return;
    this.watch();
    this.read();
  }

  // The film, as soon as it is ready. The rows are another matter: nobody waits for it to write.
  async watch() {
    const { pk } = this;
    const told = await this.ask(script.dataset.film.replace("/0/", `/${pk}/`));
    if (pk !== this.pk) return;
    this.part("[data-film-said]").textContent = told?.url ? "" : told?.sentence ?? told?.problem ?? script.dataset.filmFailed;
    if (told?.url) {
      this.duration = told.duration;
      this.film.src = told.url;
      if (told.poster) this.film.poster = told.poster;
      this.part(".captions__stage").hidden = false;
      this.offer();
    } else if (told?.state !== "failed") {
      this.looking = setTimeout(() => this.watch(), LOOK_EVERY);
    }
  }

  // What the server answers, or its sentence why not; null where it does not answer.
  async ask(address, body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" };
    try {
      const response = await fetch(address, body ? { method: "POST", body, headers } : { headers });
      return await response.json();
    } catch {
      return null;
    }
  }

  async post(address, values) {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    body.append("recording", this.pk ?? "");
    return { cues: [], ...((await this.ask(address, body)) ?? { problem: script.dataset.failed }) };
  }

  say(sentence, number) {
    const unread = this.part("[aria-invalid]"); // it stands before anything that the server knows
    this.problem.textContent = unread ? script.dataset.time : sentence ?? "";
    this.rows.mark(number, this.problem.id);
  }

  // Rows are written into the field only while they say all that stands in it.
  open(yes) {
    this.usable = yes;
    this.rows.element.inert = !yes;
    this.asText(!yes);
    for (const name of ["add", "text"]) this.part(`[data-act=${name}]`).disabled = !yes;
    this.offer();
  }

  // Fill the rows from the field; what cannot be read stays there as text.
  async read() {
    const turn = ++this.asked;
    this.rows.element.inert = true;
    const empty = !this.text.value.trim();
    const told = empty ? { cues: [] } : await this.post(script.dataset.captions, { text: this.text.value });
    if (turn !== this.asked) return;
    this.rows.fill(told.cues);
    this.show();
    this.open(empty || told.cues.length > 0);
    this.say(told.problem, told.number);
  }

  // Ask what is wrong with the rows as they are; they stay as they are.
  async check() {
    const turn = ++this.asked;
    if (!this.text.value) return this.say();
    const told = await this.post(script.dataset.captions, { text: this.text.value });
    if (turn === this.asked) this.say(told.problem, told.number);
  }

  async bring(address, values) {
    const turn = ++this.asked;
    const told = await this.post(address, values);
    if (turn !== this.asked) return;
    if (!told.cues.length) {
      this.say(told.problem);
      return;
    }
    const before = this.text.value;
    this.rows.fill(told.cues);
    this.open(true);
    this.write();
    this.keep(before);
    this.say(told.problem, told.number);
  }

  set(text) {
    this.own = true;
    this.text.value = text;
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.dispatchEvent(new Event("change", { bubbles: true }));
    this.own = false;
  }

  // Keep the rows in the field; the preview and the form notice what bubbles.
  write() {
    this.set(webvtt(this.rows.told()));
    this.rows.count();
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
    const row = this.rows.add(start, end, this.duration);
    row.querySelector("[data-text]").focus();
    this.edited();
  }

  // Enter in a cue: it ends here, and the next begins.
  finish(row) {
    const now = this.film.currentTime;
    if (now > this.rows.time(row, "start") + LEAST && !this.film.paused) this.rows.setTime(row, "end", now);
    this.add(this.rows.time(row, "end"));
  }

  keep(text) {
    this.kept = text;
    this.part("[data-act=undo]").hidden = false;
  }

  async undo() {
    this.part("[data-act=undo]").hidden = true;
    this.set(this.kept);
    await this.read();
    this.part(this.usable ? "[data-act=add]" : "[data-file]").focus();
  }

  remove(row) {
    const before = this.text.value;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("[data-text]") ?? this.part("[data-act=add]")).focus();
    this.write();
    this.keep(before);
  }

  // What people do.

  pressed(event) {
    const button = event.target.closest("[data-act]");
    if (button) this.act(button.dataset.act, button.closest("[data-cue]"));
  }

  act(name, row) {
    const { film } = this;
    if (name === "play") film.paused ? film.play() : film.pause();
    if (name === "back") film.currentTime = Math.max(0, film.currentTime - BACK);
    if (name === "add" && this.usable) this.add(film.currentTime);
    if (name === "undo") this.undo();
    if (name === "text") this.asText(this.text.hidden);
    if (name === "draft") this.bring(script.dataset.draft, { transcript: this.field("transcript").value });
    if (row && name === "delete") this.remove(row);
    if (!row || !this.duration) return; // without a film there is no moment to mark
    if (name === "hear") this.hear(row);
    if (name === "start" || name === "end") {
      this.rows.setTime(row, name, film.currentTime);
      this.rows.sort(row);
      this.edited();
    }
  }

  async hear(row) {
    this.film.currentTime = this.rows.time(row, "start");
    await this.film.play();
    this.until = this.rows.time(row, "end");
  }

  keyed(event) {
    const row = event.target.closest("[data-cue]");
    const inText = event.target.matches("[data-text]");
    if (event.isComposing || event.keyCode === 229) return; // Safari ends a composition with a real Enter
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
    const row = target.closest("[data-cue]");
    this.rows.setTime(row, target.dataset.time, time);
    this.rows.sort(row);
    this.edited();
  }

  async import(input) {
    const [file] = input.files;
    if (!this.text.value.trim() || window.confirm(script.dataset.replace)) {
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
    const written = this.text.value.trim();
    this.part("[data-empty]").hidden = Boolean(written || this.rows.all().length);
    this.part("[data-act=draft]").disabled = Boolean(written) || !this.duration || !this.field("transcript").value.trim();
  }

  // The rows as captions over the film.
  show() {
    for (const cue of [...(this.track.cues ?? [])]) this.track.removeCue(cue);
    for (const { start, end, text } of this.rows.told()) {
      if (end > start && text.trim()) this.track.addCue(new VTTCue(start, end, text));
    }
  }

  follow() {
    const now = this.film.currentTime;
    if (this.until !== undefined && now >= this.until) {
      this.film.pause();
    }
    for (const row of this.rows.all()) {
      const current = this.rows.time(row, "start") <= now && now < this.rows.time(row, "end");
      if (current !== row.classList.contains("captions__cue--now")) {
        row.classList.toggle("captions__cue--now", current);
        // Not while somebody types elsewhere.
        if (current && !this.rows.element.contains(document.activeElement)) this.reveal(row);
      }
    }
  }

  reveal(row) {
    const cues = this.rows.element;
    if (row.offsetTop < cues.scrollTop || row.offsetTop + row.offsetHeight > cues.scrollTop + cues.clientHeight) {
      cues.scrollTop = row.offsetTop - cues.clientHeight / 3;
    }
  }
}

window.wagtail.app.register("caption-editor", CaptionEditor);
