// Text size and print; the style sheet shows these buttons only where scripts run.
const root = document.documentElement;
const sizes = document.querySelectorAll("button[data-text-size]");

function show(size) {
  for (const button of sizes) button.setAttribute("aria-pressed", String(button.dataset.textSize === size));
}

function choose(size) {
  if (size === "medium") delete root.dataset.textSize;
  else root.dataset.textSize = size;
  show(size);
  try {
    localStorage.setItem("text-size", size);
  } catch {
    // Not remembered, but applied.
  }
}

for (const button of sizes) button.addEventListener("click", () => choose(button.dataset.textSize));
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
show(root.dataset.textSize ?? "medium");
