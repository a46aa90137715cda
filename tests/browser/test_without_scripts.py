"""Answering and weighing need no JavaScript."""

from itertools import cycle

from playwright.sync_api import expect

from app.demo.seeding import ASKING, WEIGHING
from tests.browser import resident_pages as resident
from tests.browser.conftest import Phone

ANSWER = "Zet de openingstijden van de post op de deur, met grote letters."
SECOND_ANSWER = "Ik wil niet elke keer opnieuw mijn verhaal vertellen."
ADDITION = "Ik zou er een telefoonnummer bij zetten dat altijd werkt."


def test_somebody_answers_and_finds_the_answers_back_with_the_receipt(demo_phone: Phone) -> None:
    page = demo_phone(scripts=False).new_page()
    resident.come_in(page, f"/d/{ASKING}", code=None)

    receipt = resident.answer(page, [ANSWER, SECOND_ANSWER])

    other = demo_phone(scripts=False).new_page()
    resident.open_receipt(other, receipt)
    for words in (ANSWER, SECOND_ANSWER):
        expect(other.get_by_role("article").filter(has_text=words)).to_contain_text("Bewaard")


def test_somebody_weighs_a_hand_adds_something_and_changes_their_mind(demo_phone: Phone) -> None:
    page = demo_phone(scripts=False).new_page()
    resident.come_in(page, f"/d/{WEIGHING}", code=None)
    page.get_by_role("button", name="Begin met de eerste kaart").click()
    choices = cycle(["+3", "−2", resident.CANNOT_SAY, "0"])

    weighed = resident.weigh_hand(page, lambda _: next(choices), additions={"+3": ADDITION})
    expect(page.get_by_text(f"U woog {len(weighed)} kaarten.")).to_be_visible()
    resident.change_last_card(page, "+1")

    expect(page.get_by_text(f"U woog {len(weighed)} kaarten.")).to_be_visible()
    page.get_by_role("link", name="Wat is er met mijn antwoord gedaan?").first.click()
    expect(page.get_by_role("article").filter(has_text=ADDITION)).to_be_visible()
    assert len({card.words for card in weighed}) == len(weighed), "a card was dealt twice"
