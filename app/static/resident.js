// Comforts of the residents' pages. Every page does its work without this file.
(() => {
  "use strict";

  // What is typed is kept in this tab until it is sent: a phone that drops the page loses nothing.
  const SENDING = "samenspraak-sending";
  const store = (() => {
    try {
      sessionStorage.setItem("samenspraak-test", "1");
      sessionStorage.removeItem("samenspraak-test");
      return sessionStorage;
    } catch {
      return null;
    }
  })();
  const nameOf = (form) => `samenspraak-draft-${form.dataset.draft}`;

  const keepDraft = (form) => {
    const field = form.querySelector("textarea");
    if (!field) return;
    const name = nameOf(form);
    if (!field.value && store.getItem(name)) {
      field.value = store.getItem(name);
      field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.addEventListener("input", () => {
      if (field.value) store.setItem(name, field.value);
      else store.removeItem(name);
    });
    form.addEventListener("submit", () => store.setItem(SENDING, name));
  };

  // The words are forgotten once a page shows that they arrived. An error page has no such sign, so
  // whoever comes back from one finds them in the field.
  const forgetSent = () => {
    const name = store.getItem(SENDING);
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const same = forms.find((form) => nameOf(form) === name);
    const arrived = same ? "saved" in same.dataset : forms.length || document.querySelector("[data-arrived]");
    if (!name || !(arrived || same)) return;
    store.removeItem(SENDING);
    if (arrived) store.removeItem(name);
  };

  if (store) {
    forgetSent();
    document.querySelectorAll("form[data-draft]").forEach(keepDraft);
    document.querySelectorAll('form[action$="/leave"]').forEach((form) =>
      form.addEventListener("submit", () => store.clear()));
  }

  // The receipt code: copy it, print it, and take it from behind the # of a scanned address.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.textContent = button.dataset.done;
    });
  });
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
