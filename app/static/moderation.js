// Keys for the queue of held answers. They only work while an answer has the focus, and can be switched off.
(() => {
  "use strict";

  const list = document.querySelector("[data-keys]");
  if (!list) return;
  const cards = [...list.querySelectorAll(".held")];
  const OFF = "samenspraak-moderation-keys-off";
  const remembered = () => { try { return localStorage.getItem(OFF) === "yes"; } catch { return false; } };
  let off = remembered();

  const toggle = document.querySelector("[data-keys-switch]");
  if (toggle) {
    const box = toggle.querySelector("input");
    toggle.hidden = false;
    box.checked = !off;
    box.addEventListener("change", () => {
      off = !box.checked;
      try { localStorage.setItem(OFF, off ? "yes" : "no"); } catch { /* kept for this page only */ }
    });
  }

  const go = (card) => card?.focus();
  const press = (card, key) => {
    const button = card.querySelector(`[data-key="${key}"]`);
    const reason = card.querySelector("[data-reason]");
    if (button && (key === "s" || reason.value)) button.click();
    else if (button) reason.focus();
  };
  const does = {
    j: (card) => go(cards[cards.indexOf(card) + 1]),
    k: (card) => go(cards[cards.indexOf(card) - 1]),
    x: (card) => card.querySelector("[data-tick]").click(),
    r: (card) => card.querySelector("[data-reason]").focus(),
    v: (card) => press(card, "v"),
    s: (card) => press(card, "s"),
    w: (card) => press(card, "w"),
    t: (card) => {
      const words = card.querySelector("[data-words]");
      words.open = true;
      words.querySelector("textarea").focus();
    },
  };
  // Only on the answer itself: in a field, a list or on a button every key keeps its own meaning.
  list.addEventListener("keydown", (event) => {
    const card = event.target;
    if (off || !cards.includes(card) || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = does[event.key];
    if (!act) return;
    event.preventDefault();
    act(card);
  });

  document.querySelector("[data-preview]")?.focus();
})();
