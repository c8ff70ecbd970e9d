// Applies the remembered text size before the first paint; loaded in <head>, blocking, on purpose.
(() => {
  const { dataset } = document.documentElement;
  dataset.scripts = ""; // the style sheet shows the tools that need scripts only now
  try {
    const size = localStorage.getItem("text-size");
    if (size === "small" || size === "large") dataset.textSize = size;
  } catch {
    // Storage may be forbidden; the page is then read at its usual size.
  }
})();
