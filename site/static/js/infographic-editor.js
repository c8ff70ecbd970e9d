// Proposes the text of a tall picture: what the interpretation itself says, to be edited.
const script = document.getElementById("infographic-editor-script");
const TEXT = /^body-\d+-value(-answer)?$/;
const QUESTION = /^body-\d+-value-question$/;
const HEADINGS = ["header-two", "header-three", "header-four"];
const KEPT = ["header-four", "ordered-list-item", "unordered-list-item"];

// The rich text editor keeps its content as JSON in a hidden field.
function blocks(field) {
  try {
    return JSON.parse(field.value).blocks.filter((block) => block.text.trim());
  } catch {
    return []; // another kind of block
  }
}

// As the small editor allows it: no large headings; what a link or an attachment says stays as text.
function plainer(block) {
  const type = HEADINGS.includes(block.type) ? "header-four" : block.type;
  return { ...block, type: KEPT.includes(type) ? type : "unstyled", entityRanges: [] };
}

function heading(field, number) {
  const text = field.value.trim();
  return text ? [{ key: `question${number}`, text, type: "header-four", depth: 0, inlineStyleRanges: [], entityRanges: [], data: {} }] : [];
}

function isDeleted(form, name) {
  const number = name.match(/^body-\d+/)?.[0];
  return Boolean(number) && form.querySelector(`[name="${number}-deleted"]`)?.value === "1";
}

function proposal(form) {
  const found = [];
  for (const field of form.querySelectorAll("input[name], textarea[name]")) {
    if (isDeleted(form, field.name)) continue;
    if (QUESTION.test(field.name)) found.push(...heading(field, found.length));
    else if (field.name === "key_points" || TEXT.test(field.name)) found.push(...blocks(field).map(plainer));
  }
  return found;
}

class InfographicEditor extends window.StimulusModule.Controller {
  connect() {
    this.field = this.element.querySelector('[name$="-long_description"]');
    this.wrapper = this.field.closest("[data-contentpath]");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-small button-secondary";
    this.button.textContent = script.dataset.propose;
    this.button.addEventListener("click", () => this.propose());
    this.wrapper.append(this.button);
    // The editor writes its field a moment after the last key, and says so to nobody.
    this.watch = new MutationObserver(() => this.look());
    this.watch.observe(this.wrapper, { subtree: true, childList: true, characterData: true });
    this.look();
  }

  disconnect() {
    this.watch.disconnect();
    this.button.remove();
  }

  written() {
    const editor = this.field.draftailEditor;
    return editor ? editor.getEditorState().getCurrentContent().hasText() : blocks(this.field).length > 0;
  }

  // Nothing that somebody wrote is overwritten.
  look() {
    const written = this.written();
    if (this.button.disabled !== written) this.button.disabled = written;
  }

  propose() {
    const found = proposal(this.element.closest("form"));
    if (!found.length) {
      this.button.textContent = script.dataset.empty;
      return;
    }
    const raw = { blocks: found, entityMap: {} };
    const editor = this.field.draftailEditor;
    editor.onChange(window.Draftail.createEditorStateFromRaw(raw));
    editor.focus();
  }
}

window.wagtail.app.register("infographic-editor", InfographicEditor);
