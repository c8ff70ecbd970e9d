// Proposes the text of a tall picture: what the interpretation itself says, to be edited.
const script = document.getElementById("infographic-editor-script");
const TEXT = /^body-\d+-value(-answer)?$/;
const QUESTION = /^body-\d+-value-question$/;

// The rich text editor keeps its content as JSON in a hidden field.
function paragraphs(field) {
  try {
    const content = JSON.parse(field.value);
    return content.blocks.map((block) => block.text.trim());
  } catch {
    return []; // another kind of block
  }
}

function isDeleted(form, name) {
  const number = name.match(/^body-\d+/)?.[0];
  return Boolean(number) && form.querySelector(`[name="${number}-deleted"]`)?.value === "1";
}

function proposal(form) {
  const found = [];
  for (const field of form.querySelectorAll("input[name], textarea[name]")) {
    if (isDeleted(form, field.name)) continue;
    if (QUESTION.test(field.name)) found.push(field.value.trim());
    else if (field.name === "key_points" || TEXT.test(field.name)) found.push(...paragraphs(field));
  }
  return found.filter(Boolean).join("\n\n");
}

class InfographicEditor extends window.StimulusModule.Controller {
  connect() {
    this.field = this.element.querySelector('[name$="-long_description"]');
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-small button-secondary";
    this.button.textContent = script.dataset.propose;
    this.button.addEventListener("click", () => this.propose());
    this.listeners = new AbortController();
    this.field.addEventListener("input", () => this.look(), { signal: this.listeners.signal });
    this.field.after(this.button);
    this.look();
  }

  disconnect() {
    this.listeners.abort();
    this.button.remove();
  }

  // Nothing that somebody wrote is overwritten.
  look() {
    this.button.disabled = Boolean(this.field.value.trim());
  }

  propose() {
    const text = proposal(this.element.closest("form"));
    if (!text) {
      this.button.textContent = script.dataset.empty;
      return;
    }
    this.field.value = text;
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.field.focus();
  }
}

window.wagtail.app.register("infographic-editor", InfographicEditor);
