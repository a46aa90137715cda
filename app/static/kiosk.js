// A device that many people use: it asks who stays away, and keeps nothing. Every page does its work without this file.
(() => {
  "use strict";

  const QUIET = 120_000;
  const LAST_CHANCE = 30_000;
  const question = document.getElementById("kiosk");
  const begins = document.querySelector("[data-kiosk-begin]");
  if (!question) return;

  // What this device may have kept from the time before it was a kiosk.
  const forgetAll = async () => {
    try {
      localStorage.clear();
      sessionStorage.clear();
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
    const workers = (await navigator.serviceWorker?.getRegistrations()) || [];
    for (const each of workers) await each.unregister();
    if (!window.caches) return;
    for (const name of await caches.keys()) await caches.delete(name);
    indexedDB.deleteDatabase("workbox-background-sync");
  };
  if (begins) forgetAll();

  // A page that a browser kept whole is asked for again: its person may have gone.
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (begins) return;

  let quiet = 0;
  let last = 0;
  const goBack = () => question.querySelector("form").submit();
  const ask = () => {
    if (question.showModal && !question.open) question.showModal();
    last = setTimeout(goBack, LAST_CHANCE);
  };
  const touched = () => {
    if (question.open) return;
    clearTimeout(quiet);
    clearTimeout(last);
    quiet = setTimeout(ask, QUIET);
  };
  const goOn = () => {
    question.close();
    touched();
  };
  question.querySelector("[data-go-on-here]").addEventListener("click", goOn);
  question.addEventListener("cancel", (event) => {
    event.preventDefault();
    goOn();
  });
  for (const each of ["pointerdown", "keydown", "input", "scroll", "touchstart"]) {
    window.addEventListener(each, touched, { passive: true, capture: true });
  }
  touched();
})();
