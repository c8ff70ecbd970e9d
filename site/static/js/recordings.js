// Uploads a film in pieces that survive a lost connection (tus 1.0), and keeps states up to date.
const PIECE = 5 * 1024 * 1024;
const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds before a try is repeated
const LOOK_EVERY = 3000; // milliseconds
const TUS = { "Tus-Resumable": "1.0.0" };
const GONE = [404, 422]; // nobody knows this upload any more, or its part is away

const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

class Said extends Error {} // its message is the server's sentence
class Refused extends Said {}

class Uploader {
  constructor(root) {
    this.root = root;
    this.file = root.querySelector("#recording-file");
    this.row = root.querySelector("[data-row]");
    this.bar = root.querySelector("progress");
    this.button = root.querySelector("[data-pause]");
    this.labels = [this.button.textContent, this.button.dataset.resumeLabel];
    this.said = root.querySelector("[data-said]");
    this.file.addEventListener("change", () => this.file.files.length && this.start(this.file.files[0]));
    this.button.addEventListener("click", () => this.toggle());
    addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
  }

  say(text) {
    this.said.textContent = text;
  }

  toggle() {
    this.paused = !this.paused;
    this.button.textContent = this.labels[Number(this.paused)];
    if (this.paused) this.say(this.root.dataset.paused);
    else if (this.current) this.start(this.current);
  }

  async start(file) {
    if (this.busy) return;
    this.busy = true;
    this.current = file;
    this.paused = false;
    this.row.hidden = false;
    try {
      if (await this.bring(file)) location.reload();
    } catch (error) {
      this.say(error instanceof Said ? error.message : this.root.dataset.failed);
    } finally {
      this.busy = false;
    }
  }

  // One key for one file: choosing it again goes on where it stopped.
  key(file) {
    return `upload:${file.name}:${file.size}:${file.lastModified}`;
  }

  async bring(file) {
    let tries = 0;
    for (;;) {
      if (this.paused) return false;
      try {
        const done = await this.next(file);
        tries = 0;
        if (done) return true;
      } catch (error) {
        if (error instanceof Refused || tries >= PAUSES.length) throw error;
        this.say(this.root.dataset.waiting);
        await wait(PAUSES[tries++]);
        this.address = undefined; // ask again how much has come
      }
    }
  }

  async next(file) {
    if (this.address === undefined) await this.open(file);
    const piece = file.slice(this.offset, this.offset + PIECE);
    if (this.offset + piece.size >= file.size) this.say(this.root.dataset.checking);
    const answer = await this.send(this.address, {
      method: "PATCH",
      headers: { "Upload-Offset": this.offset, "Content-Type": "application/offset+octet-stream" },
      body: piece,
    });
    this.offset = Number(answer.headers.get("Upload-Offset"));
    this.bar.value = (this.offset / file.size) * 100;
    if (this.offset < file.size) {
      this.say(`${this.root.dataset.going} ${Math.floor(this.bar.value)}%`);
      return false;
    }
    localStorage.removeItem(this.key(file));
    return true;
  }

  async open(file) {
    const known = localStorage.getItem(this.key(file));
    if (known) {
      // Everything may have come already: then an empty piece is sent, and that finishes it.
      const answer = await fetch(known, { method: "HEAD", headers: TUS, redirect: "error" });
      if (answer.ok) {
        this.address = known;
        this.offset = Number(answer.headers.get("Upload-Offset"));
        return;
      }
      if (!GONE.includes(answer.status)) throw new Error(String(answer.status));
      localStorage.removeItem(this.key(file));
    }
    const collection = this.root.querySelector("#recording-collection").value;
    const metadata = `filename ${encoded(file.name)},collection ${encoded(collection)}`;
    const answer = await this.send(this.root.dataset.begin, {
      method: "POST",
      headers: { "Upload-Length": file.size, "Upload-Metadata": metadata },
    });
    this.address = answer.headers.get("Location");
    this.offset = 0;
    localStorage.setItem(this.key(file), this.address);
  }

  async send(address, options) {
    const headers = { ...TUS, "X-CSRFToken": this.root.dataset.csrf, ...options.headers };
    // A redirect leads to the login page, which takes no pieces.
    const answer = await fetch(address, { ...options, headers, redirect: "error" });
    if (answer.status === 422) {
      localStorage.removeItem(this.key(this.current));
      this.address = undefined;
      throw new Refused(await answer.text());
    }
    if (answer.status === 503 && answer.headers.has("Tus-Resumable")) throw new Said(await answer.text());
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }
}

async function refresh(cell) {
  const answer = await fetch(cell.dataset.address);
  if (!answer.ok) return;
  const told = await answer.json();
  cell.textContent = told.sentence;
  if (told.state !== cell.dataset.recordingState) location.reload();
  const bar = cell.parentElement.querySelector("progress");
  if (bar) bar.value = told.progress;
}

const root = document.querySelector("[data-recording-upload]");
const uploader = root && new Uploader(root);
const unfinished = '[data-recording-state="waiting"], [data-recording-state="working"]';
setInterval(() => {
  if (!uploader?.busy) document.querySelectorAll(unfinished).forEach(refresh);
}, LOOK_EVERY);
