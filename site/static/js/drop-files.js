// Files are dropped onto the form and sent with progress; without this it is an ordinary form.
class Drop {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector("[type=file]");
    this.progress = form.querySelector("[data-progress]");
    this.problem = form.querySelector("[data-problem]");
    for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => this.over(event));
    for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("desk-drop--over"));
    form.addEventListener("drop", (event) => this.dropped(event));
    form.addEventListener("submit", (event) => this.send(event));
  }

  over(event) {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    this.form.classList.add("desk-drop--over");
  }

  // What was chosen before stays: several may come one after the other.
  dropped(event) {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    const files = new DataTransfer();
    const before = this.field.multiple ? [...this.field.files] : [];
    for (const file of [...before, ...event.dataTransfer.files]) files.items.add(file);
    this.field.files = files.files;
    this.form.requestSubmit();
  }

  send(event) {
    event.preventDefault();
    if (this.request) return;
    const request = this.request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.responseType = "json";
    request.upload.addEventListener("progress", ({ loaded, total }) => this.show(loaded / total));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.refused(this.form.dataset.lost));
    this.problem.hidden = true;
    this.show(0);
    request.send(new FormData(this.form));
  }

  show(part) {
    const { going, reading } = this.form.dataset;
    this.progress.hidden = false;
    this.progress.querySelector("progress").value = part * 100;
    this.progress.querySelector("[data-said]").textContent = part < 1 ? `${going}${Math.floor(part * 100)}%` : reading;
  }

  answered({ response }) {
    if (response?.address) location.assign(response.address);
    else this.refused(response?.problem ?? response?.error_message ?? this.form.dataset.lost);
  }

  refused(sentence) {
    this.request = null;
    this.progress.hidden = true;
    this.problem.textContent = sentence;
    this.problem.hidden = false;
  }
}

document.querySelectorAll("[data-drop]").forEach((form) => new Drop(form));
// A page that was left and is gone back to can be used again.
addEventListener("pageshow", (event) => event.persisted && location.reload());
