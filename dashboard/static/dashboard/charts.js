// Draws every .chart from the figure beside it, in the colours of the page around it:
// what is on the screen first, then the rest, all of it before printing.
// Draws again when the scheme, the medium or the width changes, and after htmx swaps.
"use strict";

const BREAK = "<br>";
const { below: BELOW, separators } = document.currentScript.dataset; // "Table below."
const TEXT = 13; // pixels, the size of a label
const LINE = 17; // pixels, its height
const GAP = 10; // pixels, between a label and what is beside it
const CROWDED = 60; // pixels that a count takes lying
const UPRIGHT = 15; // pixels that it takes upright

const CLEAR = "rgba(0,0,0,0)";
const NOTE = { size: 12, color: "var(--muted)" };
const AXIS = {
  automargin: true,
  fixedrange: true,
  zeroline: false,
  showline: false,
  gridcolor: "var(--rule)",
  tickangle: 0,
  ticklabelstandoff: 4,
  ticklabeloverflow: "allow",
};

// Plotly's word for what figures have in common: each says only what differs.
const TEMPLATE = {
  data: {
    scatter: [{ hoverinfo: "text", textfont: NOTE }],
    bar: [{ hoverinfo: "text" }],
  },
  layout: {
    colorway: ["var(--ink)"],
    font: { size: TEXT, color: "var(--ink)" },
    separators,
    paper_bgcolor: CLEAR,
    plot_bgcolor: CLEAR,
    margin: { l: 8, r: 8, t: 8, b: 8 },
    showlegend: false,
    dragmode: false,
    hovermode: "closest",
    hoverlabel: {
      bgcolor: "var(--paper)",
      bordercolor: "var(--rule)",
      font: { color: "var(--ink)" },
      align: "left",
    },
    modebar: { bgcolor: CLEAR },
    xaxis: AXIS,
    yaxis: AXIS,
    annotationdefaults: { showarrow: false, font: NOTE },
    shapedefaults: { line: { width: 0 } },
  },
};

const pen = document.createElement("canvas").getContext("2d");
const parsed = new WeakMap(); // figures by the element they stand in
const widths = new WeakMap(); // pixels by the chart drawn with them
let queue = []; // charts that wait to be drawn, in this order

/** What the element of that id holds, parsed once. */
function read(id) {
  const script = document.getElementById(id);
  if (!parsed.has(script)) parsed.set(script, JSON.parse(script.textContent));
  return parsed.get(script);
}

/** A copy of a figure in which every "var(--name)" is that property's present value, and
 * every new line a break. */
function coloured(value, styles) {
  if (typeof value === "string") {
    const name = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
    return name ? styles.getPropertyValue(name).trim() : value.replaceAll("\n", BREAK);
  }
  if (Array.isArray(value)) return value.map((item) => coloured(item, styles));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [key, coloured(item, styles)]));
}

/** How wide the widest of some lines is, in pixels. */
function widest(lines, family, size = TEXT) {
  pen.font = `${size}px ${family}`;
  const bare = lines.map((line) => line.replace(/<[^>]*>/g, ""));
  return Math.max(0, ...bare.map((line) => pen.measureText(line).width));
}

/** Leave out labels where they would run into each other; the last one stays. */
function thinned(axis, width, family) {
  const count = axis.ticktext.length;
  const label = widest(axis.ticktext.flatMap((text) => text.split(BREAK)), family);
  const step = Math.ceil((count * (label + GAP)) / Math.max(1, width - CROWDED));
  const stays = (_, place) => (count - 1 - place) % step === 0;
  const [tickvals, ticktext] = [axis.tickvals.filter(stays), axis.ticktext.filter(stays)];
  return { ...axis, tickvals, ticktext };
}

/** Counts stand upright where they would run into each other; where they still would,
 * some are left out, and the last place keeps its own. */
function turned(notes, axis, width) {
  const count = axis?.tickvals?.length ?? 0;
  if (width / count >= CROWDED) return notes;
  const step = Math.ceil((count * UPRIGHT) / Math.max(1, width - CROWDED));
  return notes
    .filter((note) => note.name !== "count" || (count - 1 - note.x) % step === 0)
    .map((note) => (note.name === "count" ? { ...note, textangle: -90 } : note));
}

/** The margins with room for the labels of an axis on its side. */
function withRoom(margin, name, axis, family) {
  const labels = axis.ticktext.map((text) => text.split(BREAK));
  const ends = labels.map((lines) => widest(lines, family));
  if (name.startsWith("y")) {
    const side = axis.side === "right" ? "r" : "l";
    return { ...margin, [side]: Math.max(margin[side], Math.max(...ends) + GAP) };
  }
  const side = axis.side === "top" ? "t" : "b";
  const height = Math.max(...labels.map((lines) => lines.length)) * LINE + GAP;
  const [left, right] = [ends[0] / 2, ends.at(-1) / 2];
  const { l, r } = margin;
  const room = { l: Math.max(l, left), r: Math.max(r, right) };
  return { ...margin, ...room, [side]: Math.max(margin[side], height) };
}

/** Labels that fit. Plotly finds room for them by drawing an axis again and again, which
 * takes longer than all the rest; where the words are known they are measured here. */
function fitted(layout, template, width) {
  const fit = { ...layout, width, template };
  const { family } = template.layout.font;
  fit.margin = { ...template.layout.margin, ...layout.margin };
  fit.annotations = turned(layout.annotations ?? [], layout.xaxis, width);
  for (const [name, axis] of Object.entries(layout)) {
    if (!/^[xy]axis\d*$/.test(name) || !axis.ticktext?.length || axis.title) continue;
    const shown = name.startsWith("x") ? thinned(axis, width, family) : axis;
    fit[name] = { ...shown, automargin: false };
    fit.margin = withRoom(fit.margin, name, axis, family);
  }
  return fit;
}

/** A chart's figure as drawn in that many pixels, in the colours of its place now. */
function figureOf(place, width) {
  const styles = getComputedStyle(place);
  const template = coloured(TEMPLATE, styles);
  const { data, layout } = coloured(read(place.dataset.figure), styles);
  template.layout.font.family = styles.fontFamily;
  return { data, layout: fitted(layout, template, width) };
}

/** What a screen reader says of the drawing: title, first sentence, where the numbers are. */
function labelOf(place) {
  const figure = place.closest("figure");
  const said = [figure.querySelector("h2"), figure.querySelector(".summary")];
  const words = said.map((part) => part.textContent.trim().replace(/\s+/g, " "));
  return `${words.join(". ")} ${BELOW}`;
}

/** The drawing is a picture with a name; the buttons beside it stay buttons. */
function describe(place) {
  const [drawing, ...over] = place.querySelectorAll(".main-svg");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", labelOf(place));
  for (const layer of over) layer.setAttribute("aria-hidden", "true");
}

function draw(place) {
  const width = place.clientWidth;
  if (!width) return;
  widths.set(place, width);
  const { data, layout } = figureOf(place, width);
  Plotly.react(place, data, layout, options(place));
  describe(place);
}

/** Draw the first in the queue; before the next one the browser shows it. */
function drawNext() {
  const place = queue.shift();
  if (!place) return;
  if (place.isConnected && !widths.has(place)) draw(place);
  sizes.observe(place);
  requestAnimationFrame(() => setTimeout(drawNext));
}

/** Paper does not wait. */
function drawQueue() {
  queue.splice(0).forEach(draw);
}

function onScreen(place) {
  const { top, bottom } = place.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

function drawAll() {
  document.querySelectorAll(".chart").forEach(draw);
}

const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (!target.isConnected) sizes.unobserve(target);
    else if (target.clientWidth !== widths.get(target)) draw(target);
  }
});

function start(root) {
  const places = [...root.querySelectorAll(".chart")];
  for (const place of places) {
    place.style.minHeight = `${read(place.dataset.figure).layout.height}px`;
  }
  const seen = new Set(places.filter(onScreen));
  queue = [...seen, ...places.filter((place) => !seen.has(place))];
  drawNext();
}

/** Where no chart can be drawn its table is not folded. */
function replaceByTable(place) {
  place.closest("figure").querySelector(".chart-table").open = true;
  place.remove();
}

function begin() {
  if (!window.Plotly) {
    document.querySelectorAll(".chart").forEach(replaceByTable);
    return;
  }
  start(document);
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target instanceof Element && target.querySelector(".chart")) start(target);
  });
  for (const change of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(change).addEventListener("change", drawAll);
  }
  window.addEventListener("beforeprint", drawQueue);
}

const library = document.getElementById("plotly"); // runs after this, or does not come
for (const outcome of ["load", "error"]) library.addEventListener(outcome, begin);
