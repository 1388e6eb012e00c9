// The log page in fewer steps: answers that need nothing more save at once, and what
// does not go with an answer is not sent. What was noted never goes to another case or
// another day unseen. The page works without it.
const STRAIN = ["withdrawal", "confrontation", "both"];
const NOTED = `input:checked:not([value=""], [name="score_rater"]), select, textarea,
  input:not([type="radio"], [type="checkbox"])`;

/** Whether anything was chosen or entered there. */
function isNoted(place) {
  return [...place.querySelectorAll(NOTED)].some((input) => input.value !== "");
}

/** Whether anything was noted that the answer would leave no room for. */
function hasDetails(form) {
  return [...form.querySelectorAll("[data-details]")].some(isNoted);
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
  if (opener) turnFields(opener);
  if (event.detail > 0 && isAnswer(event.target)) saveAtOnce(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.key !== "Enter" || !isAnswer(event.target)) return;
  event.preventDefault();
  event.target.checked = true;
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
  if (!saveAtOnce(event.target)) firstDetail(event.target.form)?.focus();
});

// One case: a chip takes the typed code back, and typing the chip.
document.addEventListener("input", (event) => {
  const form = event.target.closest("#log-form");
  if (!form) return;
  form.dataset.begun = "";
  if (event.target.name === "case" && form.elements.other_case) {
    form.elements.other_case.value = "";
  }
  if (event.target.name === "other_case") {
    for (const chip of form.querySelectorAll("[name=case]")) chip.checked = false;
  }
});

document.addEventListener("change", (event) => {
  if (isAnswer(event.target)) sendWhatIsSeen(event.target.form);
  if (event.target.matches("#log-form :is([name=case], [name=other_case])")) {
    turnToCase(event.target.form);
  }
});

/** Another case: its own earlier ruptures, and all that stays noted is there to see. */
function turnToCase(form) {
  document.getElementById("earlier").replaceChildren();
  for (const fold of form.querySelectorAll("details")) fold.open ||= isNoted(fold);
}

/** Show date and time; or hide them, and it is today again: no day counts unseen. */
function turnFields(opener) {
  const fields = document.getElementById(opener.dataset.opens);
  const isOpen = fields.classList.toggle("is-open");
  opener.setAttribute("aria-expanded", isOpen);
  const { date, time, opened_on: today } = document.forms["log-form"].elements;
  if (isOpen) date.focus();
  else [date.value, time.value] = [today.value, ""];
}

// Who asks for another case types its code next.
document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches(".chip-fold[open]")) target.querySelector("input").focus();
  },
  true,
);

// A page left open until another day starts anew; a form begun is asked about, saved.
document.addEventListener("visibilitychange", () => {
  const form = document.getElementById("log-form");
  if (document.hidden || !form || "begun" in form.dataset) return;
  if (practiceDay(form.dataset.zone) !== form.elements.opened_on.value) {
    htmx.ajax("GET", location.pathname + location.search, {
      target: "#log",
      swap: "outerHTML",
    });
  }
});

/** Today by the practice's clock, as YYYY-MM-DD. */
function practiceDay(timeZone) {
  return new Date().toLocaleDateString("en-CA", { timeZone });
}
