// Draws every .chart from the figure beside it, in the colours of the page around it:
// again when the scheme, the medium or the width changes, and after htmx swaps.
"use strict";

const LETTER = 7.5; // pixels, on the lower axis
const OPTIONS = {
  displayModeBar: false, // buttons inside a picture cannot be told; ours stands below it
  scrollZoom: false,
};
const PICTURE = { format: "png", scale: 2 };

/** A copy of a figure in which every "var(--name)" is that property's present value. */
function coloured(value, styles) {
  if (typeof value === "string") {
    const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    return name ? styles.getPropertyValue(name).trim() : value;
  }
  if (Array.isArray(value)) return value.map((item) => coloured(item, styles));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, coloured(item, styles)]));
}

/** Leave out labels where they would run into each other; the last one stays. */
function thinned(axis, width) {
  const count = axis.tickvals.length;
  const lines = axis.ticktext.flatMap((text) => text.split("<br>"));
  const needed = (Math.max(...lines.map((line) => line.length)) + 1) * LETTER;
  const step = Math.ceil((count * needed) / Math.max(1, width - 60));
  const stays = (_, place) => (count - 1 - place) % step === 0;
  const [tickvals, ticktext] = [axis.tickvals.filter(stays), axis.ticktext.filter(stays)];
  return { ...axis, tickvals, ticktext };
}

/** Counts stand upright where they would run into each other. */
function turned(notes, axis, width) {
  const crowded = width / axis.tickvals.length < 60;
  return notes.map((note) =>
    crowded && note.name === "count" ? { ...note, textangle: -90 } : note,
  );
}

function draw(place) {
  const written = document.getElementById(place.dataset.figure);
  const figure = coloured(JSON.parse(written.textContent), getComputedStyle(place));
  const { data, layout } = figure;
  layout.width = place.clientWidth;
  layout.font.family = getComputedStyle(place).fontFamily;
  layout.annotations = turned(layout.annotations, layout.xaxis, layout.width);
  layout.xaxis = thinned(layout.xaxis, layout.width);
  Plotly.react(place, data, layout, OPTIONS);
}

// Tells of the first size, too, so it also draws each chart for the first time.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.isConnected && target.clientWidth) draw(target);
    else widths.unobserve(target);
  }
});

function redrawAll() {
  document.querySelectorAll(".chart").forEach(draw);
}

/** Where charts are drawn their tables fold, and the picture can be had. */
function start(root) {
  for (const place of root.querySelectorAll(".chart")) {
    const figure = place.closest("figure");
    figure.querySelector(".chart-table").open = false;
    figure.querySelector("[data-picture]").hidden = false;
    widths.observe(place);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-picture]");
  const place = button?.closest("figure").querySelector(".chart");
  if (!place) return;
  Plotly.downloadImage(place, { ...PICTURE, filename: place.dataset.name });
});

if (window.Plotly) {
  start(document);
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target instanceof Element) start(target);
  });
  for (const change of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(change).addEventListener("change", redrawAll);
  }
}
