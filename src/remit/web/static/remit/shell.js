/* The frame's behaviour: phone menu, palette, keyboard, dialogs, forms. No state of the business lives here. */
(() => {
  "use strict";
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  /* The phone's menu: opens with the focus inside, closes with Escape and gives the focus back. */
  const more = one("[data-more]");
  const rail = one("#rail");
  const menu = (open) => {
    rail.classList.toggle("shown", open);
    more.setAttribute("aria-expanded", String(open));
    if (open) one("a", rail)?.focus(); else more.focus();
  };
  more?.addEventListener("click", () => menu(!rail.classList.contains("shown")));
  document.addEventListener("keydown", (event) => {
    if (!rail?.classList.contains("shown")) return;
    if (event.key === "Escape") { menu(false); return; }
    if (event.key !== "Tab") return;
    const stops = [...all("a, button", rail), more];
    const next = event.shiftKey ? (document.activeElement === stops[0] ? more : null) : (document.activeElement === more ? stops[0] : null);
    if (next) { event.preventDefault(); next.focus(); }
    else if (!event.shiftKey && document.activeElement === stops.at(-2)) { event.preventDefault(); more.focus(); }
  });

  /* A link or button with data-dialog opens the dialog of that id; Escape and the form's cancel close it. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) { event.preventDefault(); one(`#${opener.dataset.dialog}`)?.showModal(); return; }
    const closer = event.target.closest("[data-close]");
    if (closer) { event.preventDefault(); closer.closest("dialog")?.close(); return; }
    if (event.target.closest("[data-palette]")) { event.preventDefault(); find(); return; }
    const text = event.target.closest("[data-insert]");
    if (text) { event.preventDefault(); insert(text); return; }
    const named = event.target.closest("[data-mention]");
    if (named) { mention(named); return; }
    const whole = event.target.closest("[data-choose-all]");
    if (whole) { all("input[name=pick]", whole.closest("form")).forEach((box) => { box.checked = whole.checked; }); return; }
    const box = event.target.closest("input[name=pick]");
    if (box) choose(box, event.shiftKey);
  });

  /* Rows are chosen one by one, or with Shift all from the last one that was. */
  let lastChosen = null;
  const choose = (box, range) => {
    const boxes = all("input[name=pick]", box.form ?? document);
    const ends = [boxes.indexOf(lastChosen), boxes.indexOf(box)].sort((one, other) => one - other);
    if (range && ends[0] >= 0) boxes.slice(ends[0], ends[1] + 1).forEach((one) => { one.checked = box.checked; });
    lastChosen = box;
  };

  /* What was typed into a form that is not sent yet outlives a reload and the way back; it stays in this tab, until the form is sent. */
  const drafts = "draft:";
  const draft = (field) => `${drafts}${location.pathname}${field.form.getAttribute("action")}#${field.name}`;
  const kept = (form) => all("textarea[name], input[type=text][name], input:not([type])[name]", form);
  const forgotten = (form) => kept(form).forEach((field) => sessionStorage.removeItem(draft(field)));
  const typed = (event) => event.target.matches?.("textarea[name], input[type=text][name], input:not([type])[name]") && event.target.closest("main form[method=post]");
  if (one("#rail")) {
    all("main form[method=post]").forEach((form) => kept(form).forEach((field) => {
      const said = sessionStorage.getItem(draft(field));
      if (said !== null && field.value === field.defaultValue) field.value = said;
    }));
    document.addEventListener("input", (event) => { if (typed(event)) sessionStorage.setItem(draft(event.target), event.target.value); });
    document.addEventListener("htmx:afterRequest", (event) => {
      const { elt, xhr, requestConfig } = event.detail;
      const sent = elt.matches("form") ? elt : requestConfig?.verb === "post" && elt.closest("form");
      if (xhr.status >= 200 && xhr.status < 400 && sent) forgotten(sent);  /* also where the answer leads away */
    });
  } else {
    Object.keys(sessionStorage).filter((name) => name.startsWith(drafts)).forEach((name) => sessionStorage.removeItem(name));
  }

  /* Faults are told beside the form, and heard. Each names its field by the form's own label, leads to it, and marks it until it is changed. */
  document.addEventListener("htmx:afterSwap", (event) => {
    const faults = one(".faults", event.detail.target);
    const form = event.detail.requestConfig?.elt?.closest("form");
    if (form) all("[aria-invalid]", form).forEach(clear);
    if (faults && form) all("[data-field]", faults).forEach((where) => lead(where, form));
    faults?.focus();
  });
  let told = 0;
  const clear = (field) => ["aria-invalid", "aria-describedby"].forEach((name) => field.removeAttribute(name));
  const lead = (where, form) => {
    const fields = [...form.elements].filter((known) => known.name === where.dataset.field && known.type !== "hidden");
    const field = fields[0];
    const label = (fields.length > 1 && field.closest("fieldset") && one("legend", field.closest("fieldset"))) || field?.labels?.[0];
    const words = label && [...label.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join(" ").trim();
    if (!words) { where.remove(); return; }  /* a button has no field to lead to */
    const link = document.createElement("a");
    link.href = `#${field.id}`;
    link.textContent = words;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      field.closest("details")?.setAttribute("open", "");
      field.focus();
    });
    where.replaceChildren(link, ": ");
    const fault = where.closest("li");
    fault.id = `fault-${told += 1}`;
    fields.forEach((known) => {
      known.setAttribute("aria-invalid", "true");
      known.setAttribute("aria-describedby", fault.id);
      known.addEventListener("input", () => fields.forEach(clear), { once: true });
    });
  };

  /* The palette: words above, what is found below; arrows move through it, Enter opens the first where none is chosen. */
  const palette = one("#palette");
  const find = () => {
    if (palette) { if (!palette.open) palette.showModal(); one("input", palette).select(); return; }
    one("#words")?.focus();
  };
  palette?.addEventListener("keydown", (event) => {
    const links = all(".found a", palette);
    const here = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) { event.preventDefault(); links[Math.min(here + 1, links.length - 1)].focus(); }
    else if (event.key === "ArrowUp" && links.length) { event.preventDefault(); (here > 0 ? links[here - 1] : one("input", palette)).focus(); }
    else if (event.key === "Enter" && here < 0 && event.target.matches("input") && links.length) { event.preventDefault(); links[0].click(); }
  });

  /* The name of a person goes into the comment at the place of the cursor. */
  const mention = (button) => {
    const field = one(`#${button.getAttribute("aria-controls")}`);
    const gap = field.selectionStart > 0 && !/\s$/.test(field.value.slice(0, field.selectionStart)) ? " " : "";
    field.setRangeText(`${gap}@${button.dataset.mention} `, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  };

  /* A text that is used again goes in at the cursor; whom it is for, and what happens after it, is chosen with it. */
  const insert = (link) => {
    const form = link.closest("form");
    const field = one("textarea", form);
    const audience = one(`input[name=visible_to][value="${link.dataset.audience}"]`, form);
    const state = one("select[name=then]", form);
    if (audience) audience.checked = true;
    if (state) state.value = link.dataset.state;
    field.setRangeText(link.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  };

  /* A key of the page: what bears it is pressed. With a list, the row one stands on is chosen first, where none is. */
  const press = (target, row) => {
    const form = target.closest("form.picking");
    if (form && !one("input[name=pick]:checked", form)) {
      const box = row && one("input[name=pick]", row);
      if (!box) return;
      box.checked = true;
    }
    target.click();
    const next = target.dataset.then && one(`#${target.dataset.then}`);
    if (next) { next.scrollIntoView({ block: "center" }); next.focus(); }
  };

  /* A name in the address opens what it names: a comment's form, a dialog. */
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDialogElement) named.showModal();

  /* Keys: / search, ? help, j and k move through a list, Enter opens; single keys can be switched off. */
  const singles = document.body.dataset.keys !== "off";
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  let after = "";
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { event.preventDefault(); find(); return; }
    if (!singles || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
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
      case "/": event.preventDefault(); find(); break;
      case "?": one("#keys")?.showModal(); break;
      case "j": go(here + 1); break;
      case "k": go(here < 0 ? 0 : here - 1); break;
      case "x": case "X": {
        const box = one("input[type=checkbox]", rows[here] ?? document.createElement("i"));
        if (box) { box.checked = !box.checked; choose(box, event.shiftKey); }
        break;
      }
      case "c": { const field = one("#comment-text"); if (field) { event.preventDefault(); field.focus(); } break; }
      case "a": case "b": case "e": case "i": case "m": case "n": case "p": case "r": {
        const target = one(`[data-key="${event.key}"]`);
        if (target) { event.preventDefault(); press(target, rows[here]); }
        break;
      }
      case "g": after = "g"; setTimeout(() => { after = ""; }, 1200); break;
    }
  });
  document.addEventListener("input", ({ target }) => {
    if (target.matches("[data-slider]")) target.nextElementSibling.value = target.value;
  });
})();
