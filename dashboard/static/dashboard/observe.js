// The observer's sheet by keys: a minute, one key for the marker, one digit for how much
// it mattered, and the hand is at the minute again. Without it the lines are filled in.
const form = document.querySelector("form[data-sheet]");
const pad = form.querySelector(".coding-pad");
const now = document.getElementById("minute-now");
const list = form.querySelector("[data-coded]");
const status = form.querySelector("[data-coded-status]");
const hasKeys = "shortcuts" in document.body.dataset;

/** Tell draft.js that the form is another now. */
function noteChange() {
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

function showWhetherEmpty() {
  form.querySelector("[data-nothing-coded]").hidden = list.children.length > 0;
}

function toMinute() {
  now.focus();
  now.select();
}

function lineOf(minute, code) {
  const line = form.querySelector("template[data-line]").content.cloneNode(true)
    .firstElementChild;
  line.querySelector("[name=minute]").value = minute;
  line.querySelector("[name=marker]").value = code;
  line.querySelector("[data-remove]").hidden = false;
  return line;
}

function add(button) {
  if (!now.value || !now.checkValidity()) {
    toMinute();
    now.reportValidity();
    return;
  }
  const line = lineOf(now.value, button.dataset.marker);
  list.append(line);
  const marker = button.querySelector("span").firstChild.textContent.trim();
  status.textContent = status.dataset.added
    .replace("{minute}", now.value)
    .replace("{marker}", marker);
  showWhetherEmpty();
  noteChange();
  line.querySelector("[name=salience]").focus();
}

function remove(line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  status.textContent = status.dataset.removed;
  showWhetherEmpty();
  noteChange();
  if (next) next.querySelector("[data-remove]").focus();
  else toMinute();
}

form.addEventListener("click", (event) => {
  const marker = event.target.closest("[data-marker]");
  if (marker) add(marker);
  const gone = event.target.closest("[data-remove]");
  if (gone) remove(gone.closest("li"));
});

/** A letter in the minute field is a marker's or leads on: no minute has one. */
function pressLetter(event) {
  if (!hasKeys || !/^[a-z]$/i.test(event.key)) return false;
  const found = form.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (found?.matches("[data-marker]")) add(found);
  else found?.querySelector("input:checked, input:first-of-type")?.focus();
  return Boolean(found);
}

/** A digit says how much it mattered, and the next minute can be entered. */
function pressSalience(event) {
  if (!/^[1-5]$/.test(event.key)) return false;
  event.target.value = event.key;
  noteChange();
  toMinute();
  return true;
}

form.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const { target } = event;
  const isField = target.matches("#minute-now, [data-coded] :is(input, select)");
  const isDone =
    (target === now && pressLetter(event)) ||
    (target.name === "salience" && target.matches("select") && pressSalience(event)) ||
    (event.key === "Enter" && isField && (toMinute(), true));
  if (isDone) event.preventDefault();
});

for (const line of list.querySelectorAll("[data-blank]")) line.remove();
for (const button of list.querySelectorAll("[data-remove]")) button.hidden = false;
form.querySelector("[data-without-script]").remove();
pad.hidden = false;
showWhetherEmpty();
