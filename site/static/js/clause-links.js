// The clauses that an interpretation explains: while one writes, the server says again what each
// block may explain. Choices that were made stay; without this, they come after a save.
const PAUSE = 1500; // ms after the last key
const panel = document.querySelector("[data-clause-links]");
const form = panel && panel.closest("form");
let timer = 0;
let asked = 0;
let shown = 0; // the last question whose answer came, or never will

// What is chosen here makes an answer that is on its way stale: it is asked for anew.
function schedule(event) {
  if (panel.contains(event.target)) {
    if (asked === shown) return;
    asked += 1;
  }
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

function status(words) {
  panel.querySelector("[data-clause-status]").textContent = words;
}

async function ask() {
  asked += 1;
  const turn = asked;
  try {
    const answer = await fetch(panel.dataset.url, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const told = answer.ok ? await answer.json() : null;
    if (turn !== asked) return;
    if (told) show(told.html, told.status);
  } catch {
    if (turn === asked) status(""); // the next key asks again
  }
  if (turn === asked) shown = turn;
}

// Whoever is choosing or typing here is not interrupted.
function show(html, words) {
  const list = panel.querySelector("[data-clause-blocks]");
  if (list.contains(document.activeElement)) return;
  list.innerHTML = html;
  status(words);
}

if (panel && panel.dataset.url) {
  form.addEventListener("input", schedule);
  form.addEventListener("change", schedule);
}
