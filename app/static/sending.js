// Says what became of what was sent without a network. Every page does its work without this file.
(() => {
  "use strict";
  if (!navigator.serviceWorker) return;

  const place = document.getElementById("sending");
  const ASK_AGAIN = 20_000;
  let asking = null;

  const say = (key) => {
    if (!place || !place.dataset[key]) return;
    place.hidden = false;
    place.querySelector("[data-says]").textContent = place.dataset[key];
  };
  const goOn = (address) => {
    const link = document.querySelector("[data-go-on]");
    if (!link || !address) return;
    link.href = address;
    link.hidden = false;
  };
  const arrived = (draft) =>
    draft && document.dispatchEvent(new CustomEvent("samenspraak:arrived", { detail: draft }));

  const hear = ({ data }) => {
    if (data.kind === "sent") {
      arrived(data.draft);
      say("sent");
      goOn(data.next);
    } else if (data.kind === "refused") {
      say("refused");
      goOn(location.pathname.replace(/^(\/d\/[^/]+)\/.*$/, "$1/go-on"));
    } else if (data.kind === "waiting") {
      data.arrived.forEach(arrived);
      if (data.waiting) say("waiting");
      clearTimeout(asking);
      if (data.waiting) asking = setTimeout(opened, ASK_AGAIN);
    }
  };
  const opened = async () => {
    const worker = await navigator.serviceWorker.ready;
    worker.active.postMessage({ kind: "page opened", language: document.documentElement.lang });
  };

  navigator.serviceWorker.addEventListener("message", hear);
  navigator.serviceWorker.register("/service-worker.js").then(opened, () => {});
  window.addEventListener("online", opened);
})();
