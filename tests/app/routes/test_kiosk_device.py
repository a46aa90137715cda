"""A tablet in a library: it asks whether somebody is still there, and keeps nothing of them."""

from playwright.sync_api import Browser, expect

from app.db import transaction
from app.queries.parts import chambers_of
from app.usecases.kiosks import open_kiosk
from tests.cast import FACILITATOR
from tests.residents import Setting

WORDS = "De bus rijdt niet in de nacht"


def test_who_walks_away_leaves_nothing_behind(
    browser: Browser, address: str, setting: Setting
) -> None:
    with transaction(setting.engine) as session:
        dialogue = setting.dialogue(session)
        chamber = chambers_of(session, dialogue)[0]
        _, token = open_kiosk(
            session, dialogue, name="Bibliotheek", chamber_id=chamber.id, key=setting.key,
            actor=FACILITATOR, now=setting.clock(),
        )  # fmt: skip
    page = browser.new_page(locale="nl-NL", viewport={"width": 768, "height": 1024})
    page.set_default_timeout(60_000)
    page.clock.install()
    page.goto(f"{address}/kiosk/{token}")
    page.get_by_role("button", name="Maak dit apparaat de kiosk").click()
    page.get_by_role("link", name="Begin Nederlands").click()
    page.get_by_label("Ik heb dit gelezen").check()
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Uw antwoord").fill(WORDS)

    page.clock.fast_forward("02:01")
    expect(page.get_by_role("dialog")).to_contain_text("Bent u er nog?")
    page.get_by_role("button", name="Ja, ik ga verder").click()
    expect(page.get_by_label("Uw antwoord")).to_have_value(WORDS)
    page.clock.fast_forward("02:01")
    page.clock.fast_forward("00:31")

    expect(page.get_by_role("link", name="Begin Nederlands")).to_be_visible()
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    page.go_back()
    expect(page.get_by_text(WORDS)).to_have_count(0)
    expect(page.get_by_label("Uw antwoord")).to_have_count(0)
    page.close()
