// Shortcuts, each named by `data-key` on the very control it works: a key is a tap. On a
// group of choices it leads there, and digits choose in the group that has the focus,
// else in the page's first. Nobody who switched shortcuts off gets this file.
const help = document.getElementById("keys");
const TYPED = `input:not([type="radio"], [type="checkbox"]), select, textarea,
  [contenteditable]`;
const GROUP = "fieldset[data-key]";
const CHOICES = "fieldset:has(:focus:is([type=radio], [type=checkbox]))";

/** What was typed; where the keyboard has no such letter or digit, what stands there. */
function keyOf(event) {
  if (/^[a-z0-9?]$/i.test(event.key)) return event.key.toLowerCase();
  return event.shiftKey ? "" : event.code.replace(/^(Key|Digit)/, "").toLowerCase();
}

function choicesOf(group) {
  const inputs = group.querySelectorAll("input:not(:disabled)");
  return [...inputs].filter((input) => input.checkVisibility());
}

function withKey(key) {
  const found = document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
  return [...found].find((control) => control.checkVisibility());
}

/** On a choice a digit is about its own group, whether a key leads there or not. */
function withDigit(digit) {
  const { activeElement } = document;
  const here = activeElement.closest(GROUP) ?? activeElement.closest(CHOICES);
  const group = here ?? document.querySelector(GROUP);
  return group && choicesOf(group)[digit - 1];
}

/** As a finger would, which saves at once where the answer does; a mere focus moves. */
function tap(control) {
  control.focus();
  const touch = { bubbles: true, cancelable: true, detail: 1 };
  control.dispatchEvent(new MouseEvent("click", touch));
}

/** Do what `key` stands for here; whether it stands for anything. */
function press(key) {
  if (key === "?") return showHelp();
  const control = /^[1-9]$/.test(key) ? withDigit(Number(key)) : withKey(key);
  if (!control) return false;
  if (!control.matches(GROUP)) tap(control);
  const group = control.matches(GROUP) ? control : withKey(control.dataset.then ?? "");
  if (group) {
    const choices = choicesOf(group);
    (choices.find((choice) => choice.checked) ?? choices[0])?.focus();
  }
  return true;
}

function save(place) {
  const form = place.closest("form");
  if (!form || form.method === "dialog") return;
  form.requestSubmit(form.querySelector("button.primary"));
}

// Help: the page's own words for what has a key.

function wordsOf(control) {
  const place = control.labels?.[0] ?? control.querySelector("legend") ?? control;
  const words = place.cloneNode(true);
  for (const aside of words.querySelectorAll("small")) aside.remove();
  return words.textContent.trim();
}

/** Made like the list's last line. */
function lineOf(key, words) {
  const line = help.querySelector("dl:last-of-type > div:last-child").cloneNode(true);
  line.querySelector("kbd").textContent = key;
  line.querySelector("dd").textContent = words;
  return line;
}

function showHelp() {
  const words = new Map();
  for (const control of document.querySelectorAll("main [data-key]")) {
    words.set(control.dataset.key, wordsOf(control));
  }
  const lines = [...words].map(([key, said]) => lineOf(key, said));
  help.querySelector("[data-of-page]").replaceChildren(...lines);
  help.querySelector("[data-digits]").hidden = !document.querySelector(GROUP);
  help.showModal();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save(event.target);
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest(TYPED)) return;
  if (!document.querySelector("dialog[open]") && press(keyOf(event))) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens-keys]")) showHelp();
});
