/* The frame's behaviour: phone menu, keyboard, dialogs, forms. No state of the business lives here. */
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  one("[data-more]")?.addEventListener("click", (event) => {
    const shown = one("#rail").classList.toggle("shown");
    event.currentTarget.setAttribute("aria-expanded", String(shown));
  });

  /* A link or button with data-dialog opens the dialog of that id; Escape and the form's cancel close it. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); one(`#${opener.dataset.dialog}`)?.showModal(); return; }
    const closer = event.target.closest("[data-close]");
    if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); }
  });

  /* Faults are told beside the form, and heard. */
  document.addEventListener("htmx:afterSwap", (event) => { one(".faults", event.detail.target)?.focus(); });

  /* Keys: / search, ? help, j and k move through a list, Enter opens; single keys can be switched off. */
  const singles = document.body.dataset.keys !== "off";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  let after = "";
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); one("[data-palette]")?.click(); return; }
    if (!singles || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const rows = all("tr[data-open]");
    const here = rows.findIndex((row) => row.hasAttribute("data-current"));
    const go = (index) => {
      if (!rows.length) return;
      rows[here]?.removeAttribute("data-current");
      const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
      row.setAttribute("data-current", "");
      one("a, button", row)?.focus();
      row.scrollIntoView({ block: "nearest" });
    };
    if (after === "g") {
      after = "";
      const places = { h: "/", i: "/inbox" };
      if (places[event.key]) { location.assign(places[event.key]); return; }
    }
    switch (event.key) {
      case "/": event.preventDefault(); one("[data-palette]")?.click(); break;
      case "?": one("#keys")?.showModal(); break;
      case "j": go(here + 1); break;
      case "k": go(here < 0 ? 0 : here - 1); break;
      case "x": one("input[type=checkbox]", rows[here] ?? document.createElement("i"))?.click(); break;
      case "g": after = "g"; setTimeout(() => { after = ""; }, 1200); break;
    }
  });
})();
