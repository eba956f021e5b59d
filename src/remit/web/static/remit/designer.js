/* Rows of a table of settings: "Another row" adds an empty one, and what is open stays so. Without scripts one empty row stands below the others after each save. */
(() => {
  "use strict";
  document.querySelectorAll("[data-another-row]").forEach((button) => { button.hidden = false; });
  /* What was opened beside the form stays open while its words follow the typing. */
  const opened = new Set();
  document.addEventListener("htmx:beforeSwap", () => {
    opened.clear();
    document.querySelectorAll("[data-keep-open]").forEach((one) => { if (one.open) opened.add(one.dataset.keepOpen); });
  });
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("[data-keep-open]").forEach((one) => { one.open = one.open || opened.has(one.dataset.keepOpen); });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-another-row]");
    if (!button) return;
    const body = button.closest("fieldset").querySelector("tbody");
    const last = body.lastElementChild;
    const row = last.cloneNode(true);
    const at = body.children.length;
    row.querySelectorAll("[name]").forEach((field) => {
      const parts = field.name.split("/");
      field.name = [...parts.slice(0, -2), at, parts.at(-1)].join("/");
      field.id = `f-${field.name.slice("settings.".length).replaceAll(/[^a-z0-9]+/gi, "-")}`;
      if (field.tagName === "SELECT") field.selectedIndex = 0; else field.value = "";
    });
    row.querySelectorAll("datalist").forEach((list) => list.remove());
    body.append(row);
    row.querySelector("[name]")?.focus();
  });
})();
