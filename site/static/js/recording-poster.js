// Fills in the second of the poster from the film that stands beside the form.
const script = document.getElementById("recording-poster-script");
const film = document.querySelector("video.recording-player");
const field = document.querySelector("[name=poster_at]");

if (film && field && !field.disabled) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small button-secondary";
  button.textContent = script.dataset.take;
  // Down: a rounded second may lie behind the end of the film.
  button.addEventListener("click", () => (field.value = Math.floor(film.currentTime * 10) / 10));
  field.after(button);
}
