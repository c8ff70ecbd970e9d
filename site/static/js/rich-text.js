// The editor of rich text: what a paste leaves out is said below it, and its field has a name.
import { asked, cleaned, kept } from "./pasted-words.js";

const script = document.querySelector("#rich-text-script");
const sentences = JSON.parse(script.dataset.sentences);
const ours = new WeakSet();

function say(editor, told) {
  let place = editor.parentElement.querySelector("[data-pasted]");
  if (!place) {
    place = document.createElement("p");
    place.className = "desk-warning";
    place.setAttribute("role", "status");
    place.dataset.pasted = "";
    editor.after(place);
  }
  place.textContent = told.map((name) => sentences[name]).join("");
}

function keep(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function bring(target, parts) {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(parts)) data.setData(type, text);
  const again = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  ours.add(again);
  target.dispatchEvent(again);
}

async function bringCleaned(editor, target, html, text) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const { html: words, told } = await asked(html, script.dataset.pasted, token) ?? cleaned(html);
  say(editor, told);
  bring(target, { "text/html": words, "text/plain": kept(text) });
}

// In the capture phase of the window: before the editor's own listener.
window.addEventListener("paste", (event) => {
  const editor = event.target.closest?.(".Draftail-Editor");
  if (!editor || ours.has(event)) return;
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  // What the editor copied itself brings its own form along.
  if (html.includes("data-draftjs-conductor-fragment")) return;
  if (html) {
    keep(event);
    bringCleaned(editor, event.target, html, text);
  } else if (kept(text) !== text) {
    keep(event);
    bring(event.target, { "text/plain": kept(text) });
  }
}, { capture: true });

// Draftail and the field of keywords name their inputs nowhere; the label is that of what they replace.
const NAMELESS = ".Draftail-Editor [role=textbox]:not([aria-label]), .tagit-new input:not([aria-label])";

function labelOf(input) {
  for (let place = input; place && place !== document.body; place = place.parentElement) {
    for (const replaced of place.parentElement.querySelectorAll(":scope > input[id]")) {
      const label = document.querySelector(`label[for="${CSS.escape(replaced.id)}"]`);
      if (label) return label;
    }
    if (place.matches("[data-contentpath], .w-panel")) {
      return place.querySelector("[data-panel-heading-text], label");
    }
  }
  return null;
}

function name() {
  for (const input of document.querySelectorAll(NAMELESS)) {
    const words = labelOf(input)?.textContent.replace("*", "").trim();
    input.setAttribute("aria-label", words || script.dataset.name);
  }
}
new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
name();
