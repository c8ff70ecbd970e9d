// The zoom of a tall picture; without it the link opens the whole picture as a file.
const STEPS = [1, 1.5, 2, 3, 4];

function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}

function open(link) {
  const slices = [...link.closest("figure").querySelectorAll("[data-infographic-slices] img")];
  const dialog = document.createElement("dialog");
  dialog.className = "zoom";
  dialog.setAttribute("aria-label", slices[0].alt);
  const bar = document.createElement("div");
  bar.className = "zoom__bar";
  const scroll = document.createElement("div");
  scroll.className = "zoom__scroll";
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  scroll.setAttribute("aria-label", slices[0].alt);
  const sheet = document.createElement("div");
  sheet.className = "zoom__sheet";
  for (const slice of slices) {
    const image = document.createElement("img");
    // Named before the source: the room is there before the bytes.
    Object.assign(image, { alt: slice.alt, width: slice.getAttribute("width"), height: slice.getAttribute("height") });
    image.loading = "lazy";
    image.src = slice.getAttribute("src");
    sheet.append(image);
  }
  let step = 0;

  // What stands in the middle of the screen stays there.
  function show(next) {
    step = Math.max(0, Math.min(STEPS.length - 1, next));
    const middle = (scroll.scrollTop + scroll.clientHeight / 2) / (sheet.offsetHeight || 1);
    const across = (scroll.scrollLeft + scroll.clientWidth / 2) / (sheet.offsetWidth || 1);
    const fitting = Math.min(scroll.clientWidth, Number(slices[0].getAttribute("width")));
    sheet.style.width = `${Math.round(fitting * STEPS[step])}px`;
    sheet.dataset.step = step;
    smaller.setAttribute("aria-disabled", step === 0);
    larger.setAttribute("aria-disabled", step === STEPS.length - 1);
    scroll.scrollTop = middle * sheet.offsetHeight - scroll.clientHeight / 2;
    scroll.scrollLeft = across * sheet.offsetWidth - scroll.clientWidth / 2;
  }

  const larger = button(link.dataset.in, () => show(step + 1));
  const smaller = button(link.dataset.out, () => show(step - 1));
  bar.append(larger, smaller, button(link.dataset.close, () => dialog.close()));
  scroll.append(sheet);
  dialog.append(bar, scroll);
  dialog.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") show(step + 1);
    else if (event.key === "-") show(step - 1);
    else if (event.key === "0") show(0);
    else return;
    event.preventDefault();
  });
  const resized = new ResizeObserver(() => show(step));
  dialog.addEventListener("close", () => {
    resized.disconnect();
    dialog.remove();
    link.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  show(0);
  scroll.scrollTop = 0;
  resized.observe(dialog);
  scroll.focus();
}

for (const link of document.querySelectorAll("[data-infographic-zoom]")) {
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
}
