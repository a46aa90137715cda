// Comforts of the residents' pages. Every page does its work without this file.
(() => {
  "use strict";

  // ---- what is typed is kept on this phone until it arrived ----

  // A draft is named dialogue/visit/question: somebody else on the same phone never finds it.
  const DRAFT = "samenspraak-draft/";
  const SENDING = "samenspraak-sending";
  const LONGEST_KEPT = 30 * 24 * 3600 * 1000;
  const store = (() => {
    try {
      localStorage.setItem("samenspraak-test", "1");
      localStorage.removeItem("samenspraak-test");
      return localStorage;
    } catch {
      return null;
    }
  })();
  const read = (name) => {
    try {
      return JSON.parse(store.getItem(DRAFT + name));
    } catch {
      return null;
    }
  };
  const forget = (name) => store.removeItem(DRAFT + name);
  const namesOf = (start) => Object.keys(store)
    .filter((key) => key.startsWith(DRAFT + start)).map((key) => key.slice(DRAFT.length));
  const nameOf = (form) => form.dataset.draft;

  const keepDraft = (form) => {
    const field = form.querySelector("textarea");
    if (!field) return;
    const name = nameOf(form);
    const kept = read(name);
    if (!field.value && kept) {
      field.value = kept.text;
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const keep = () => {
      if (field.value) store.setItem(DRAFT + name, JSON.stringify({ text: field.value, at: Date.now() }));
      else forget(name);
    };
    field.addEventListener("input", keep);
    form.addEventListener("submit", () => sessionStorage.setItem(SENDING, name));
  };

  // The words are forgotten once a page shows that they arrived. An error page has no such sign, so
  // whoever comes back from one finds them in the field.
  const forgetSent = () => {
    const name = sessionStorage.getItem(SENDING);
    if (!name) return;
    if (document.querySelector("[data-kept-page]")) return sessionStorage.removeItem(SENDING);
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const same = forms.find((form) => nameOf(form) === name);
    const arrived = same ? "saved" in same.dataset : forms.length || document.querySelector("[data-arrived]");
    if (!(arrived || same)) return;
    sessionStorage.removeItem(SENDING);
    if (arrived) forget(name);
  };

  const forgetOthers = () => {
    const visit = document.querySelector("meta[name=visit]")?.content;
    const dialogue = visit?.split("/")[0];
    for (const name of namesOf("")) {
      const old = Date.now() - (read(name)?.at || 0) > LONGEST_KEPT;
      const another = visit && name.startsWith(`${dialogue}/`) && !name.startsWith(`${visit}/`);
      if (old || another) forget(name);
    }
  };

  // Where nothing can be typed any more, what was never sent is shown, to copy.
  const showUnsent = (place) => {
    const closed = place.dataset.closed.split(" ");
    const names = namesOf(`${place.dataset.unsent}/`).filter((name) => closed.includes(name.split("/")[2]));
    place.hidden = !names.length;
    const pattern = place.querySelector("template");
    place.querySelectorAll(".unsent").forEach((each) => each.remove());
    names.forEach((name, number) => {
      const shown = pattern.content.cloneNode(true).firstElementChild;
      shown.querySelector("[data-words]").textContent = read(name).text;
      shown.querySelector("[data-words]").id = `unsent-${number}`;
      const copy = shown.querySelector("[data-copy]");
      copy.dataset.copy = `unsent-${number}`;
      letCopy(copy);
      shown.querySelector("[data-forget]").addEventListener("click", () => {
        forget(name);
        showUnsent(place);
      });
      place.append(shown);
    });
  };

  // ---- the receipt code: copy it, print it, take it from behind the # of a scanned address ----

  const letCopy = (button) => {
    if (!navigator.clipboard || !button.dataset.copy) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  };

  if (store) {
    forgetSent();
    forgetOthers();
    document.querySelectorAll("form[data-draft]").forEach(keepDraft);
    document.querySelectorAll("[data-unsent]").forEach(showUnsent);
    document.querySelectorAll('form[action$="/leave"]').forEach((form) =>
      form.addEventListener("submit", () => {
        sessionStorage.removeItem(SENDING);
        namesOf(`${form.getAttribute("action").split("/")[2]}/`).forEach(forget);
      }));
    document.addEventListener("samenspraak:arrived", (event) => {
      const sent = read(event.detail)?.text;
      forget(event.detail);
      document.querySelectorAll("form[data-draft] textarea").forEach((field) => {
        if (nameOf(field.form) === event.detail && field.value === sent) field.value = "";
      });
      document.querySelectorAll("[data-unsent]").forEach(showUnsent);
    });
  }
  document.querySelectorAll("[data-copy]").forEach(letCopy);
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
  const receipt = document.querySelector("[data-from-hash]");
  if (receipt && /^#[0-9A-Za-z-]{13,20}$/.test(location.hash)) {
    receipt.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }
})();
