// Reads a page aloud by the phone's own voice. Every page does its work without this file.
(() => {
  "use strict";

  const speech = window.speechSynthesis;
  const buttons = [...document.querySelectorAll("[data-read-aloud]")];
  if (!speech || !buttons.length) return;

  const LONGEST = 180;
  // A voice of another computer would be sent the words: only voices of this device may read them.
  const voiceOf = (language) => speech.getVoices().find((voice) =>
    voice.localService && voice.lang.replace("_", "-").split("-")[0].toLowerCase() === language.split("-")[0]);

  // Some voices fall silent in a long text, so it is read by the sentence.
  const sentencesOf = (text) => (text.match(/[^.!?؟…]+[.!?؟…]*\s*/g) || [text]).flatMap((sentence) =>
    sentence.length > LONGEST ? sentence.match(/.{1,180}(\s|$)/g) || [sentence] : [sentence]);

  const pieces = () => [...document.querySelectorAll("[data-read]")].flatMap((element) => {
    const inside = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    while (inside.nextNode()) {
      const text = inside.currentNode.textContent.replace(/\s+/g, " ").trim();
      const language = inside.currentNode.parentElement.closest("[lang]").lang;
      if (!text || inside.currentNode.parentElement.closest("[aria-hidden=true]")) continue;
      found.push(...sentencesOf(text).map((each) => ({ text: each, language })));
    }
    return found;
  });
  const readable = () => pieces().filter((piece) => voiceOf(piece.language));

  const show = (reading) => buttons.forEach((button) => {
    button.setAttribute("aria-pressed", String(reading));
    button.parentElement.querySelector("[data-stop-reading]").hidden = !reading;
  });
  const stop = () => {
    speech.cancel();
    show(false);
  };
  const start = () => {
    speech.cancel();
    const said = readable().map(({ text, language }) => {
      const words = new SpeechSynthesisUtterance(text);
      words.lang = language;
      words.voice = voiceOf(language);
      return words;
    });
    if (!said.length) return;
    said.at(-1).onend = () => show(false);
    show(true);
    said.forEach((each) => speech.speak(each));
  };

  const offer = () => {
    const able = readable().length > 0;
    buttons.forEach((button) => { button.parentElement.hidden = !able; });
  };
  buttons.forEach((button) => {
    button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : start()));
    button.parentElement.querySelector("[data-stop-reading]").addEventListener("click", () => {
      stop();
      button.focus();
    });
  });
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
  offer();
})();
