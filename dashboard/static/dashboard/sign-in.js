// Signed out in the middle of a form: the server answers 401 with the sign-in, which is
// laid over the page. The form stays as it is and is sent again afterwards.
"use strict";

let waiting = []; // what was being sent, in order
let afterwards = []; // what scripts send by themselves

function dialog() {
  const found = document.getElementById("sign-in-dialog");
  if (found) return found;
  const made = document.createElement("dialog");
  made.id = "sign-in-dialog";
  made.setAttribute("aria-labelledby", "sign-in-title");
  made.addEventListener("cancel", (event) => event.preventDefault());
  made.addEventListener("submit", signIn);
  return document.body.appendChild(made);
}

function show(markup) {
  const place = dialog();
  place.innerHTML = markup;
  if (!place.open) place.showModal();
  place.querySelector(".errorlist") // say first what is wrong
    ? place.querySelector("[name=password]").focus()
    : place.querySelector("[name=login]").focus();
}

async function signIn(event) {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form));
  const headers = { "HX-Request": "true", "HX-Target": "sign-in" };
  const answer = await fetch(form.action, { method: "POST", body, headers });
  if (answer.headers.has("HX-Redirect")) {
    location.assign(answer.headers.get("HX-Redirect"));
  } else if (answer.status === 204) {
    goOn(answer.headers.get("X-CSRFToken"));
  } else {
    show(await answer.text());
  }
}

/** Close the sign-in and send again what was waiting, with the token of now. */
function goOn(token) {
  dialog().remove();
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
    input.value = token;
  }
  const sent = waiting;
  waiting = [];
  for (const { elt, verb, path, parameters, target } of sent) {
    const values = { ...parameters };
    delete values.csrfmiddlewaretoken;
    htmx.ajax(verb, path, { source: elt, target, values });
  }
  for (const send of afterwards.splice(0)) send();
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (xhr.status !== 401) return;
  event.detail.shouldSwap = false;
  event.detail.isError = false;
  const { elt, verb, path, parameters } = requestConfig;
  waiting.push({ elt, verb, path, parameters, target });
  show(xhr.responseText);
});

// A script that was refused brings the sign-in, and how to send its own again.
document.addEventListener("signed-out", ({ detail }) => {
  afterwards.push(detail.send);
  if (!document.getElementById("sign-in-dialog")) show(detail.markup);
});
