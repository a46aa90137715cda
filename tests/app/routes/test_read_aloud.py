"""A page is read aloud by a voice of the phone itself, in the language of each text."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

# No browser of a test has a voice: this stands in for the phone's.
VOICES = """
window.said = [];
window.voices = [{lang: "nl-NL", localService: true}, {lang: "en-GB", localService: false}];
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => window.voices, speak: (words) => window.said.push([words.lang, words.text]),
  cancel() {}, addEventListener() {},
}});
"""


def test_the_page_is_read_by_keyboard_and_stopped_and_never_by_itself(answering: Page) -> None:
    answering.add_init_script(VOICES)
    answering.goto(f"{answering.url}?lang=nl")
    button = answering.get_by_role("button", name="Lees voor", exact=True)
    question = answering.get_by_role("heading", level=1).inner_text()
    assert answering.evaluate("window.said") == []

    button.focus()
    answering.keyboard.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    said = answering.evaluate("window.said")
    assert {language for language, _ in said} == {"nl"}
    assert "".join(text for _, text in said).replace(" ", "") == question.replace(" ", "")
    answering.get_by_role("button", name="Stop met voorlezen").press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()


def test_words_are_never_given_to_a_voice_of_another_computer(answering: Page) -> None:
    answering.add_init_script(f"{VOICES}; window.voices = window.voices.slice(1);")
    answering.goto(f"{answering.url}?lang=en")

    expect(answering.get_by_role("textbox")).to_be_visible()
    expect(answering.locator("[data-read-aloud]")).to_be_hidden()
