// Who types a time means it: the choice beside the field follows. Without this the form asks.
for (const room of document.querySelectorAll("[data-when-later]")) {
  const field = room.querySelector("input");
  const later = field.form.querySelector("[name=when][value=later]");
  // The calendar tells of a choice with `change`, which does not bubble.
  for (const name of ["input", "change"]) {
    field.addEventListener(name, () => {
      if (field.value.trim()) later.checked = true;
    });
  }
}
