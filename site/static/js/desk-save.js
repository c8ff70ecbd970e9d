// One save at a time: a press of "save" while an autosave is on its way would write a new
// document twice. The press waits for the answer, then goes to the address it brought.
const form = document.querySelector("[data-edit-form]");
let autosaving = false;
let leaving = false;
let pressed = null;

function settled() {
  autosaving = false;
  if (pressed) {
    const button = pressed;
    pressed = null;
    form.requestSubmit(button.form === form ? button : undefined);
  }
}

if (form) {
  document.addEventListener("w-autosave:save", (event) => {
    if (leaving) event.preventDefault();
    else autosaving = true;
  }, { capture: true });
  document.addEventListener("w-autosave:success", settled);
  document.addEventListener("w-autosave:error", settled);
  window.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (autosaving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event.submitter || form;
    } else {
      leaving = true;
    }
  }, { capture: true });
}
