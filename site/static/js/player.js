// Beside the browser's own player: speed, keys, captions, and a transcript that follows and seeks.
const REST = 6000; // milliseconds for which a transcript scrolled by hand stays where it is
const EARLY = 0.1; // seconds; a seek may land a little before where it was sent
const MEDIA_KEYS = [" ", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const SCROLL_KEYS = [" ", "ArrowUp", "ArrowDown"];
const ONCE = [" ", "k", "m", "c", "f", "?"]; // a key held down would toggle them to and fro
const calm = matchMedia("(prefers-reduced-motion: reduce)");

const unfold = (template) => template.replaceWith(template.content);
const set = (button, pressed) => button.setAttribute("aria-pressed", String(pressed));

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

// What has the focus keeps the keys that it uses itself.
function keeps(target, key) {
  // Which of the browser's own controls it is, no page can tell; they play, seek and set the volume.
  if (target.matches("video, audio")) return MEDIA_KEYS.includes(key);
  if (target.closest("select, input, textarea")) return true;
  if (target.closest("[data-player-said]")) return SCROLL_KEYS.includes(key);
  return key === " " && Boolean(target.closest("button, summary"));
}

function play(media) {
  media.play().catch(() => {}); // why it does not play, the error event tells
}

function seek(media, seconds) {
  media.currentTime = Math.max(0, Math.min(media.duration || Infinity, seconds));
}

function fullScreen(media) {
  media.focus({ preventScroll: true }); // what does not fill the screen loses the focus, and the keys with it
  if (document.fullscreenElement) document.exitFullscreen();
  else if (media.requestFullscreen) media.requestFullscreen().catch(() => {});
  else media.webkitEnterFullscreen?.();
}

// Speed: the list tells which there are; another one, chosen in the browser's menu, joins it.
function speed(media, list) {
  media.addEventListener("ratechange", () => {
    const rate = String(media.playbackRate);
    if (![...list.options].some((option) => option.value === rate)) list.add(new Option(`${rate}×`, rate));
    list.value = rate;
  });
  list.addEventListener("change", () => (media.playbackRate = Number(list.value)));
  return (step) => {
    const rates = [...list.options].map((option) => Number(option.value)).sort((one, other) => one - other);
    media.playbackRate = rates[rates.indexOf(media.playbackRate) + step] ?? media.playbackRate;
  };
}

function captions(media, button) {
  const track = media.textTracks[0];
  const show = () => set(button, track.mode === "showing");
  const toggle = () => (track.mode = track.mode === "showing" ? "disabled" : "showing");
  media.textTracks.addEventListener("change", show);
  media.addEventListener("loadedmetadata", show);
  button.addEventListener("click", toggle);
  show();
  return toggle;
}

function transcript(media, said, follows) {
  const paragraphs = [...said.querySelectorAll("[data-start]")];
  let current;
  let resting = 0;

  function follow() {
    if (!current || performance.now() < resting || follows.getAttribute("aria-pressed") === "false") return;
    said.scrollTo({ top: current.offsetTop - said.clientHeight / 4, behavior: calm.matches ? "auto" : "smooth" });
  }
  function mark() {
    const next = paragraphs.filter((one) => Number(one.dataset.start) <= media.currentTime + EARLY).pop();
    if (next === current) return;
    current?.removeAttribute("aria-current");
    next?.setAttribute("aria-current", "true");
    current = next;
    follow();
  }

  for (const paragraph of paragraphs) {
    const button = document.createElement("button");
    const start = Number(paragraph.dataset.start);
    button.type = "button";
    button.className = "recording__at";
    button.textContent = clock(start);
    button.setAttribute("aria-label", said.dataset.from.replace("{time}", clock(start)));
    button.addEventListener("click", () => {
      resting = 0;
      seek(media, start);
      play(media);
    });
    paragraph.prepend(button);
  }
  for (const moved of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    said.addEventListener(moved, () => (resting = performance.now() + REST), { passive: true });
  }
  for (const passed of ["timeupdate", "seeked"]) media.addEventListener(passed, mark);
  said.closest("details").addEventListener("toggle", follow);
  follows.addEventListener("click", () => {
    set(follows, follows.getAttribute("aria-pressed") === "false");
    resting = 0;
    follow();
  });
}

function problem(media, status) {
  media.addEventListener("error", ({ target }) => {
    // Of several sizes the last one decides; captions that are lost leave a film.
    const last = media.querySelector("source:last-of-type") ?? media;
    if (target === media || target === last) status.textContent = status.dataset.playerProblem;
  }, true);
  media.addEventListener("loadeddata", () => (status.textContent = ""));
}

function enhance(figure) {
  const find = (name) => figure.querySelector(`[data-player-${name}]`);
  const media = figure.querySelector("video, audio");
  unfold(find("row"));
  const step = speed(media, find("speed"));
  const toggle = find("captions") && captions(media, find("captions"));
  const help = find("help");
  const moved = (seconds) => seek(media, media.currentTime + seconds);
  const louder = (share) => (media.volume = Math.max(0, Math.min(1, media.volume + share)));
  problem(media, find("problem"));
  for (const button of figure.querySelectorAll("[data-player-skip]")) {
    button.addEventListener("click", () => moved(Number(button.dataset.playerSkip)));
  }
  if (find("follow")) {
    const follows = find("follow").content.firstElementChild;
    unfold(find("follow"));
    transcript(media, find("said"), follows);
  }

  const started = () => (media.paused ? play(media) : media.pause());
  const keys = {
    " ": started, k: started,
    ArrowLeft: () => moved(-5), ArrowRight: () => moved(5),
    j: () => moved(-10), l: () => moved(10),
    ArrowUp: () => louder(0.1), ArrowDown: () => louder(-0.1),
    m: () => (media.muted = !media.muted),
    "<": () => step(-1), ">": () => step(1),
    "?": () => (help.open = !help.open),
  };
  for (let tenth = 0; tenth < 10; tenth++) keys[tenth] = () => seek(media, (media.duration || 0) * tenth / 10);
  if (toggle) keys.c = toggle;
  if (media.localName === "video") keys.f = () => fullScreen(media);
  figure.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!(key in keys) || keeps(event.target, key)) return;
    event.preventDefault();
    if (!(event.repeat && ONCE.includes(key))) keys[key]();
  });
}

for (const figure of document.querySelectorAll("[data-block=film], [data-block=sound]")) enhance(figure);

// Two voices at once say nothing.
document.addEventListener("play", ({ target }) => {
  for (const other of document.querySelectorAll("video, audio")) if (other !== target) other.pause();
}, true);
