// The log page in fewer steps: answers that need nothing more save at once, and what
// does not go with an answer is not sent. The page works without it.
const STRAIN = ["withdrawal", "confrontation", "both"];

/** Whether anything was noted that the answer would leave no room for. */
function hasDetails(form) {
  const noted = "[data-details] :is(input:checked:not([value='']), [type=number])";
  return [...form.querySelectorAll(noted)].some((input) => input.value !== "");
}

/** Markers of the type that is out of sight stay chosen there, but are not sent. */
function sendWhatIsSeen(form) {
  const answer = form.elements.strain.value;
  for (const group of form.querySelectorAll(".chip-group[data-when]")) {
    const isSeen = group.dataset.when.split(" ").includes(answer);
    for (const input of group.querySelectorAll("input")) {
      input.disabled = STRAIN.includes(answer) && !isSeen;
    }
  }
}

function firstDetail(form) {
  const inputs = form.querySelectorAll("[data-details] input:not(:disabled)");
  return [...inputs].find((input) => input.checkVisibility());
}

/** Save when the answer is all there is to say; else leave it to the Save button. */
function saveAtOnce(answer) {
  const needsMore = !("savesAtOnce" in answer.dataset) || hasDetails(answer.form);
  if (!needsMore) answer.form.requestSubmit();
  return !needsMore;
}

function isAnswer(target) {
  return target.matches("#log-form [name=strain]");
}

// A tap or a click has a detail above 0; moving by the arrow keys clicks, too, with 0.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) openFields(opener);
  if (event.detail > 0 && isAnswer(event.target)) saveAtOnce(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !isAnswer(event.target)) return;
  event.preventDefault();
  event.target.checked = true;
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
  if (!saveAtOnce(event.target)) firstDetail(event.target.form)?.focus();
});

// One case: a chip takes the typed code back, and typing the chip.
document.addEventListener("input", (event) => {
  const form = event.target.closest("#log-form");
  if (!form) return;
  if (event.target.name === "case" && form.elements.other_case) {
    form.elements.other_case.value = "";
  }
  if (event.target.name === "other_case") {
    for (const chip of form.querySelectorAll("[name=case]")) chip.checked = false;
  }
});

document.addEventListener("change", (event) => {
  if (isAnswer(event.target)) sendWhatIsSeen(event.target.form);
});

function openFields(opener) {
  const fields = document.getElementById(opener.dataset.opens);
  const isOpen = fields.classList.toggle("is-open");
  opener.setAttribute("aria-expanded", isOpen);
  if (isOpen) fields.querySelector("input").focus();
}
