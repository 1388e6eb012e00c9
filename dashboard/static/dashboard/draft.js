// Nothing half-typed is lost: a form that was changed by hand keeps itself on the server,
// and a save that finds no network is sent again, as the same form, until it is through.
// Without it the log form has a button, and every form is saved as ever.
const PAUSE = 1000; // ms after the last change
const LONGEST_PAUSE = 60_000; // ms between two tries
const KEEPALIVE_MOST = 60_000; // bytes; browsers refuse to send more from a closed page
const AWAY = [0, 502, 503, 504]; // no network, or no server behind its proxy

// Of two drafts that are on their way at once, the first may come last.
const WINDOW = `${Date.now()}.${Math.random()}`;
let turn = 0;

const states = new WeakMap();

/** What is known of a form; `isSent`: it is being saved, so no draft may follow. */
function stateOf(form) {
  if (!states.has(form)) states.set(form, { tries: 0, isUnsaved: false, isSent: false });
  return states.get(form);
}

function say(form, text, isSaved = true) {
  const place = form.querySelector(".draft-state");
  place?.classList.toggle("is-not-saved", !isSaved);
  if (place && place.textContent !== text) place.textContent = text;
}

function sayNotSaved(form) {
  say(form, form.querySelector(".draft-state")?.dataset.notSaved ?? "", false);
}

/** How long to wait after one more try that failed. */
function pauseOf(state) {
  state.tries += 1;
  return Math.min(PAUSE * 2 ** state.tries, LONGEST_PAUSE);
}

function fieldsOf(form) {
  const fields = new URLSearchParams(new FormData(form));
  const address = form.getAttribute("action") ?? location.pathname;
  turn += 1;
  fields.set("draft_path", new URL(address, location).pathname);
  fields.set("draft_turn", `${WINDOW} ${turn}`);
  return fields;
}

function noteChange(form) {
  const state = stateOf(form);
  state.isUnsaved = true;
  keepLater(form, PAUSE);
}

function keepLater(form, pause) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => keep(form), pause);
}

/** Send what is entered; one at a time, unless the page is about to go (`atOnce`). */
async function keep(form, atOnce = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  const isBusy = state.isKeeping || state.saveAgain;
  if (!state.isUnsaved || state.isSent || !form.isConnected || (isBusy && !atOnce)) return;
  state.isUnsaved = false;
  state.isKeeping = true;
  const body = fieldsOf(form).toString();
  const answer = await fetch(form.dataset.draft, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
    keepalive: body.length < KEEPALIVE_MOST,
  }).catch(() => null);
  state.isKeeping = false;
  if (!state.isSent && form.isConnected) await heed(form, answer);
}

/** What the server said of a draft; it never is a failure of the page. */
async function heed(form, answer) {
  const state = stateOf(form);
  if (answer?.ok) {
    state.tries = 0;
    say(form, await answer.text());
    if (state.isUnsaved) keepLater(form, PAUSE);
  } else if (answer?.status === 401) {
    state.isUnsaved = true;
    const detail = { markup: await answer.text(), send: () => keep(form) };
    document.dispatchEvent(new CustomEvent("signed-out", { detail }));
  } else if ([404, 413].includes(answer?.status)) {
    say(form, await answer.text());
  } else {
    state.isUnsaved = true;
    sayNotSaved(form);
    keepLater(form, pauseOf(state));
  }
}

/** Save the very same form again, by the same button, after a while or once online. */
function saveLater(form, button) {
  const state = stateOf(form);
  state.isSent = false;
  state.isUnsaved = true;
  sayNotSaved(form);
  clearTimeout(state.saveTimer);
  state.saveAgain = () => {
    if (form.isConnected) form.requestSubmit(button?.isConnected ? button : null);
  };
  state.saveTimer = setTimeout(state.saveAgain, pauseOf(state));
}

function noteSent(form) {
  const state = stateOf(form);
  state.isSent = true;
  state.saveAgain = null;
  clearTimeout(state.timer);
  clearTimeout(state.saveTimer);
}

function formsHere() {
  return document.querySelectorAll("form[data-draft]");
}

/** The form that an event is about, if it is one that keeps itself. */
function formOf(event) {
  return event.target.closest?.("form[data-draft]");
}

function ifForm(act) {
  return (event) => {
    const form = formOf(event);
    if (form) act(form, event);
  };
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, ifForm(noteChange));
}

// htmx tells by an event of its own when it sends its forms; others are left to the
// browser, which shows a page of its own where there is no network: better wait here.
document.addEventListener("submit", ifForm((form, event) => {
  if (navigator.onLine || form.hasAttribute("hx-post")) return noteSent(form);
  event.preventDefault();
  saveLater(form, event.submitter);
}));

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("form[data-draft]")) noteSent(event.target);
});

/** What htmx could not send of a form: the form itself, or a part that it asks for. */
function sendLater(form, { elt, requestConfig }) {
  if (elt === form) {
    saveLater(form, requestConfig.triggeringEvent?.submitter);
  } else {
    window.addEventListener("online", () => htmx.trigger(elt, "change"), { once: true });
  }
}

// Before app.js hears of it, which says of every other failure that it did not work.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, ifForm((form, event) => {
    if (AWAY.includes(event.detail.xhr.status)) {
      event.preventDefault();
      sendLater(form, event.detail);
    } else if (event.target === form) {
      stateOf(form).isSent = false;
      noteChange(form);
    }
  }), { capture: true });
}

window.addEventListener("online", () => {
  for (const form of formsHere()) {
    const state = stateOf(form);
    if (state.saveAgain) state.saveAgain();
    else keep(form);
  }
});

/** The page may not come back: send now what was not sent yet. */
function keepAll() {
  for (const form of formsHere()) keep(form, true);
}

// Before the next page is asked for, which may be the one that lists what waits here;
// phones tell of the end only.
for (const name of ["beforeunload", "pagehide"]) window.addEventListener(name, keepAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keepAll();
});

/** A form that comes back with an error holds what no draft may hold yet. */
function keepWhatCameBack() {
  for (const form of document.querySelectorAll("form[data-draft-unsaved]")) {
    if (!states.has(form)) noteChange(form);
  }
}

keepWhatCameBack();
document.addEventListener("htmx:afterSettle", keepWhatCameBack);
