// Lets an open page about who takes part follow by itself. Without this file "Refresh" does the same.
(() => {
  "use strict";

  const board = document.querySelector("[data-live-board]");
  const pause = document.querySelector("[data-live-pause]");
  const note = document.querySelector("[data-live-note]");
  const voice = document.querySelector("[data-live-voice]");
  if (!board || !pause || !("EventSource" in window)) return;

  const SPOKEN_AT_MOST_EVERY = 30_000;
  const FETCHED_AT_MOST_EVERY = 2_000;
  const served = new WeakMap(); // each section as the server sent it, before anybody opened or moved something
  let since = board.dataset.liveSince;
  let source = null;
  let paused = false;
  let spokenAt = 0;
  let fetchedAt = 0;
  let waiting = null;
  let busy = false;

  const remember = (section) => served.set(section, section.innerHTML);
  [...board.children, document.getElementById("live-state")].forEach(remember);

  // ---- where somebody is on the page, so that they are there again after a section was replaced
  const FOCUSABLE = "a[href], button, summary, [tabindex]";
  const placeIn = (section) => {
    const all = [...section.querySelectorAll(FOCUSABLE)];
    return {
      open: [...section.querySelectorAll("details")].map((each) => [each.id, each.open]),
      scrolled: [...section.querySelectorAll(".table-scroll")].map((each) => each.scrollLeft),
      focus: all.indexOf(document.activeElement),
    };
  };
  const returnTo = (section, place) => {
    const open = new Map(place.open);
    section.querySelectorAll("details").forEach((each) => { if (open.has(each.id)) each.open = open.get(each.id); });
    section.querySelectorAll(".table-scroll").forEach((each, at) => { each.scrollLeft = place.scrolled[at] || 0; });
    if (place.focus >= 0) section.querySelectorAll(FOCUSABLE)[place.focus]?.focus({ preventScroll: true });
  };

  // Charts are fetched before they are shown, so that nothing blinks.
  const withPictures = (section) =>
    Promise.allSettled([...section.querySelectorAll("img")].map((each) => each.decode()));

  const replace = async (old, next) => {
    if (served.get(old) === next.innerHTML) return false;
    const fresh = document.importNode(next, true);
    await withPictures(fresh);
    const place = placeIn(old);
    remember(fresh);
    old.replaceWith(fresh);
    returnTo(fresh, place);
    return true;
  };

  const sameParts = (next) => {
    const ids = (parent) => [...parent.children].map((each) => each.id).join(" ");
    return ids(board) === ids(next);
  };

  const show = async (page) => {
    const next = page.querySelector("[data-live-board]");
    if (!next) return window.location.reload(); // the login has ended
    let changed = false;
    if (sameParts(next)) {
      for (const [at, old] of [...board.children].entries()) {
        if (await replace(old, next.children[at])) changed = true;
      }
    } else {
      const inside = board.contains(document.activeElement);
      board.replaceChildren(...[...next.children].map((each) => document.importNode(each, true)));
      [...board.children].forEach(remember);
      if (inside) document.getElementById("content").focus({ preventScroll: true });
      changed = true;
    }
    since = next.dataset.liveSince;
    const state = document.getElementById("live-state");
    const fresh = page.getElementById("live-state");
    if (state && fresh) state.textContent = fresh.textContent;
    if (changed) speak();
  };

  // A screen reader hears the newest words, and at most twice a minute.
  let later = null;
  const speak = () => {
    const words = board.querySelector("[data-live-words]")?.dataset.liveWords.trim();
    if (!words || later) return;
    later = setTimeout(() => {
      later = null;
      spokenAt = Date.now();
      const newest = board.querySelector("[data-live-words]")?.dataset.liveWords.trim();
      voice.textContent = [newest, document.getElementById("live-state").textContent].filter(Boolean).join(". ");
    }, Math.max(0, spokenAt + SPOKEN_AT_MOST_EVERY - Date.now()));
  };

  // ---- what is new is fetched now, or as soon as two seconds have passed
  const refresh = () => {
    if (waiting || paused) return;
    waiting = setTimeout(async () => {
      waiting = null;
      if (busy) return refresh();
      busy = true;
      fetchedAt = Date.now();
      try {
        const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
        if (answer.ok) await show(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        say("lost"); // the network is away; the stream comes back by itself
      } finally {
        busy = false;
      }
    }, Math.max(0, fetchedAt + FETCHED_AT_MOST_EVERY - Date.now()));
  };

  const say = (key) => {
    note.hidden = false;
    if (note.textContent !== note.dataset[key]) note.textContent = note.dataset[key];
  };

  const stop = () => {
    source?.close();
    source = null;
  };
  const follow = () => {
    if (source || paused || document.hidden) return;
    source = new EventSource(`${board.dataset.liveAddress}?since=${encodeURIComponent(since)}`);
    source.addEventListener("open", () => say("following"));
    source.addEventListener("measured", refresh);
    source.addEventListener("error", () => {
      if (source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      source = null;
      say("lost");
    });
  };

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
    if (paused) {
      stop();
      clearTimeout(waiting);
      clearTimeout(later);
      waiting = later = null;
      say("paused");
    } else {
      follow();
    }
  });
  // A page that nobody looks at holds no connection.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : follow()));
  window.addEventListener("pagehide", stop);
  follow();
})();
