// Small comforts. Every page does its work without this file.
(() => {
  "use strict";

  // How many characters are left in a field with a limit. Counts like the server: whole characters.
  const pause = new WeakMap();
  const showLeft = (counter, aloud) => {
    const field = document.getElementById(counter.dataset.counts);
    if (!field) return;
    const left = Number(counter.dataset.limit) - [...field.value].length;
    const words = left < 0 ? counter.dataset.over : left === 1 ? counter.dataset.leftOne : counter.dataset.leftMany;
    const text = words.replace("{count}", Math.abs(left).toLocaleString(document.documentElement.lang));
    counter.textContent = text;
    counter.classList.toggle("counter--over", left < 0);
    if (aloud) speakLater(counter, text);
  };
  // A screen reader hears the count once the typing rests, not at every letter.
  const speakLater = (counter, text) => {
    clearTimeout(pause.get(counter));
    pause.set(counter, setTimeout(() => {
      let voice = counter.nextElementSibling;
      if (!voice) {
        voice = document.createElement("p");
        voice.className = "visually-hidden";
        voice.setAttribute("role", "status");
        counter.after(voice);
      }
      voice.textContent = text;
    }, 1200));
  };
  const counterOf = (field) => field.id && document.querySelector(`[data-counts="${CSS.escape(field.id)}"]`);
  document.addEventListener("input", (event) => {
    const counter = counterOf(event.target);
    if (counter) showLeft(counter, true);
  });

  // What a fresh page or fragment asks for: counters of filled fields, the eye on what went wrong.
  const welcome = (root) => {
    root.querySelectorAll("[data-counts]").forEach((counter) => showLeft(counter, false));
    root.querySelector("[data-focus]")?.focus();
  };
  document.addEventListener("htmx:after:swap", () => welcome(document));
  welcome(document);

  const forgetDesk = () => {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("samenspraak-desk/")).forEach((key) => localStorage.removeItem(key));
    } catch {
      // A device that keeps nothing has nothing to forget.
    }
  };

  // A form that is sent twice by an impatient thumb is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    // Whoever logs out leaves no drafts of staff on this device.
    if (form.getAttribute("action") === "/logout") forgetDesk();
    if (event.defaultPrevented || form.matches("[data-hx-post], [hx-post]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
