// Names each printed page in the words of the sheet, and prints it. Without it pages are
// numbered "1 / 2", and the browser's own menu prints.

/** "Page {page} of {pages}" as what stands before, between and after the numbers. */
function namePages() {
  const sheet = document.querySelector(".sheet");
  if (!sheet) return;
  const { style } = document.documentElement;
  const [before, between, after] = sheet.dataset.pages.split(/\{\w+\}/);
  const words = {
    "--sheet-name": sheet.dataset.name,
    "--before-page": before,
    "--before-pages": between,
    "--after-pages": after,
  };
  for (const [name, text] of Object.entries(words)) {
    style.setProperty(name, JSON.stringify(text ?? ""));
  }
}

namePages();
document.addEventListener("htmx:afterSettle", namePages);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
