// What all pages share: where the focus goes after a change, what is said when one
// fails, and drop-downs that close. Every page works without it.
const toast = document.getElementById("toast");

/** The control of the first error inside `root`, or the box of errors itself. */
function firstError(root) {
  const place = root.querySelector(".errorlist")?.closest(".field, .errors");
  return place?.querySelector("input, select, textarea") ?? place;
}

/** What htmx put in place needs attention where it is wrong, else where it says so. */
function focusNext(swapped) {
  (firstError(swapped) ?? swapped.closest("#toast"))?.focus();
}

function sayItFailed() {
  const message = document.createElement("p");
  message.className = "toast-message toast-error";
  message.textContent = toast.dataset.failed;
  toast.replaceChildren(message);
  toast.focus();
}

/** Close drop-downs that do not hold `place`. */
function closeMenus(place) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = menu.contains(place);
  }
}

firstError(document)?.focus();

document.addEventListener("htmx:afterSettle", (event) => focusNext(event.target));
document.addEventListener("htmx:oobAfterSwap", (event) => {
  // What is swapped out of band settles unannounced.
  if (event.detail.target === toast) toast.focus();
});
for (const failed of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(failed, (event) => {
    if (!event.defaultPrevented) sayItFailed(); // else it is sent again by itself
  });
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest("details.menu[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});
