// Plotly's own buttons over each chart, and what they save: the chart with the words
// that stand around it, on white in the light colours, so that it can stand alone.
"use strict";

const NAMES = document.currentScript.dataset; // of the buttons, by format
const WIDTH = 800; // pixels
const EDGE = 24; // around the whole
const MARGIN = 8; // around a chart in its place
const HEADING = 18;
const SMALL = 12;
const SPACING = 1.3; // Plotly's, between lines

function options(place) {
  const button = (format) => ({
    name: format,
    title: NAMES[format],
    icon: () => document.createTextNode(format.toUpperCase()),
    click: () => save(place, format),
  });
  const modeBarButtons = [[button("png"), button("svg")]];
  return { displayModeBar: true, displaylogo: false, modeBarButtons };
}

function save(place, format) {
  const figure = picture(place);
  const { width, height } = figure.layout;
  const filename = place.dataset.figure.replace("figure-", "");
  return Plotly.downloadImage(figure, { format, width, height, scale: 2, filename });
}

/** Words in lines that fit into a picture. */
function wrapped(text, family, size) {
  const lines = [""];
  for (const word of text.trim().split(/[ \n]+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (widest([longer], family, size) < WIDTH - 2 * EDGE) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
}

function texts(root, which) {
  return [...root.querySelectorAll(which)].map((each) => each.textContent);
}

/** What is said over the chart and, smaller, under it. */
function captions(place) {
  const figure = place.closest("figure");
  const [title] = texts(figure, "h2");
  const around = texts(document, ".synthetic, .footer p");
  const over = texts(figure, ".summary:not(.small)").map((text) => [text, TEXT]);
  const under = [place.dataset.source, ...texts(figure, ".summary.small"), ...around];
  return [[[title, HEADING], ...over], under.map((text) => [text, SMALL])];
}

/** Notes one under the other, and the pixels that they take in all. */
function stacked(blocks, family, colour) {
  let height = 0;
  const notes = blocks
    .filter(([text]) => text.trim())
    .map(([text, size]) => {
      const lines = wrapped(text, family, size);
      const note = { text: lines.join(BREAK), font: { size, color: colour }, top: height };
      height += lines.length * size * SPACING + EDGE / 4;
      return note;
    });
  return { notes, height: height + EDGE };
}

/** Put notes that far over (or, less than 0, under) the plot's edge, at the left. */
function placed(notes, edge, over, left) {
  const at = { xref: "paper", yref: "paper", xanchor: "left", yanchor: "top" };
  return notes.map(({ text, font, top }) => ({
    ...at,
    text,
    font,
    align: "left",
    x: 0,
    y: edge,
    xshift: EDGE - left,
    yshift: over - top,
  }));
}

/** The figure in the colours of white paper, whatever the page's are. */
function onWhite(place) {
  place.classList.add("on-white");
  const figure = figureOf(place, WIDTH);
  const { color, backgroundColor } = getComputedStyle(place);
  place.classList.remove("on-white");
  return { figure, ink: color, white: backgroundColor };
}

function picture(place) {
  const { figure, ink, white } = onWhite(place);
  const { data, layout } = figure;
  const { family } = layout.template.layout.font;
  const [head, foot] = captions(place).map((blocks) => stacked(blocks, family, ink));
  const { l, r, t, b } = place._fullLayout._size; // Plotly's own measure, too
  const [left, top] = [l + EDGE - MARGIN, t + head.height];
  layout.margin = { l: left, r: r + EDGE - MARGIN, t: top, b: b + foot.height };
  layout.height = place._fullLayout.height + head.height + foot.height;
  layout.paper_bgcolor = white;
  layout.annotations = [
    ...layout.annotations,
    ...placed(head.notes, 1, top - EDGE / 2, left),
    ...placed(foot.notes, 0, -b - EDGE / 4, left),
  ];
  return { data, layout };
}
