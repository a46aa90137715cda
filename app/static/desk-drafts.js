// Long forms of staff: what was typed is kept on this device until it was saved. A tab that closes
// loses nothing, and nothing is ever put back or thrown away without asking.
(() => {
  "use strict";

  const DRAFTS = "samenspraak-desk/";
  const SENDING = "samenspraak-desk-sending";
  const LONGEST_KEPT = 30 * 24 * 3600 * 1000;
  const PAUSE = 250;
  // What a form says about itself is put back with the words, but is no reason to keep a draft.
  const ABOUT_THE_FORM = ["version", "seen"];
  const store = (() => {
    try {
      localStorage.setItem("samenspraak-test", "1");
      localStorage.removeItem("samenspraak-test");
      return localStorage;
    } catch {
      return null;
    }
  })();
  if (!store) return;

  const read = (slot) => {
    try {
      return JSON.parse(store.getItem(slot));
    } catch {
      return null;
    }
  };
  const forget = (slot) => store.removeItem(slot);
  const slotsOf = (start) => Object.keys(store).filter((key) => key.startsWith(start));
  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const keyOf = (field) => (ticks(field) ? `${field.name}=${field.value}` : field.name);
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && !["password", "file", "submit", "button", "fieldset"].includes(field.type));
  const valuesOf = (form) => Object.fromEntries(fieldsOf(form).map((field) =>
    [keyOf(field), ticks(field) ? field.checked : field.value]));
  const words = (values) => JSON.stringify(Object.entries(values)
    .filter(([key, value]) => value && !ABOUT_THE_FORM.includes(key)).sort());

  const putBack = (form, values) => {
    const known = new Set();
    for (const field of fieldsOf(form)) {
      const key = keyOf(field);
      known.add(key);
      if (!(key in values)) continue;
      if (ticks(field)) field.checked = values[key];
      else field.value = values[key];
      if (values[key]) field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    // The page may have less room than it had: what has no field goes along unseen.
    for (const [key, value] of Object.entries(values)) {
      if (known.has(key) || typeof value !== "string" || !value) continue;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: key, value });
      form.append(field);
    }
  };

  const offer = (form, slot, kept, adopt) => {
    const place = form.parentElement.querySelector("[data-draft-notice]");
    const shown = place.querySelector("template").content.cloneNode(true).firstElementChild;
    const at = new Date(kept.at);
    const today = at.toDateString() === new Date().toDateString();
    const style = today ? { timeStyle: "short" } : { dateStyle: "long", timeStyle: "short" };
    const said = shown.querySelector("[data-said]");
    said.textContent = said.dataset.said.replace("{time}",
      new Intl.DateTimeFormat(document.documentElement.lang, style).format(at));
    shown.querySelector("[data-put-back]").addEventListener("click", () => {
      adopt(slot);
      putBack(form, kept.values);
      shown.remove();
      place.querySelector("[data-restored]").hidden = false;
      fieldsOf(form).find((field) => field.type !== "hidden")?.focus();
    });
    shown.querySelector("[data-throw-away]").addEventListener("click", () => {
      forget(slot);
      shown.remove();
      fieldsOf(form).find((field) => field.type !== "hidden")?.focus();
    });
    place.hidden = false;
    place.append(shown);
  };

  // Each time a page is opened has a draft of its own: two tabs don't write over each other.
  const keepDrafts = (form, sent) => {
    const name = `${DRAFTS}${form.dataset.deskDraft}/`;
    const begun = valuesOf(form);
    let slot = sent?.startsWith(name) ? sent : `${name}${Date.now()}-${Math.random()}`;
    let waiting = 0;
    for (const other of slotsOf(name).filter((each) => each !== slot)) {
      const kept = read(other);
      if (!kept || words(kept.values) === words(begun)) forget(other);
      else offer(form, other, kept, (chosen) => { slot = chosen; });
    }
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      const values = valuesOf(form);
      if (words(values) === words(begun) && !("refused" in form.dataset)) return forget(slot);
      try {
        store.setItem(slot, JSON.stringify({ values, at: Date.now() }));
      } catch {
        // The device is full: the form works as it did without drafts.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, PAUSE);
    });
    window.addEventListener("pagehide", () => waiting && keep());
    form.addEventListener("submit", () => {
      if (waiting) keep();
      sessionStorage.setItem(SENDING, JSON.stringify({ slot, done: form.dataset.deskDone }));
    });
  };

  // A page that says that just this was done shows that the words arrived; one that refuses has
  // them still. After anything else they are offered again.
  const sending = JSON.parse(sessionStorage.getItem(SENDING));
  const arrived = sending && new URLSearchParams(location.search).get("done") === sending.done;
  if (arrived) forget(sending.slot);
  const refused = document.querySelector("[data-refused]");
  if (!refused) sessionStorage.removeItem(SENDING);
  for (const slot of slotsOf(DRAFTS)) if (Date.now() - (read(slot)?.at || 0) > LONGEST_KEPT) forget(slot);
  document.querySelectorAll("form[data-desk-draft]").forEach((form) => keepDrafts(form, refused && sending?.slot));
})();
