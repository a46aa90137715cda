"""What a resident does, page by page, by the words on the buttons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playwright.sync_api import Page, expect

CANNOT_SAY = "Dat kan ik niet zeggen"
Judge = Callable[[str], str]
Look = Callable[[], None]


def pass_by() -> None:
    """Look at nothing."""


def come_in(
    page: Page, address: str, *, code: str | None, chamber: str = "Inwoners", look: Look = pass_by
) -> None:
    """Enter with a code from a letter, or by the open link, look at the terms, and consent."""
    page.goto(address)
    if code is not None:
        page.get_by_label("De code uit uw brief").fill(code)
        page.get_by_role("button", name="Begin", exact=True).click()
    else:
        page.locator("summary").get_by_text("Ik heb geen code").click()
        page.get_by_label(chamber, exact=True).check()
        page.get_by_role("button", name="Begin zonder code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voor u begint")
    look()
    page.get_by_label("Ik heb dit gelezen en doe mee.").check()
    page.get_by_label("Mijn woorden mogen worden aangehaald").check()
    page.get_by_role("button", name="Ga verder").click()
    skip_indicators(page, look)


def skip_indicators(page: Page, look: Look = pass_by) -> None:
    """Skip what some dialogues ask before the first question."""
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Voor u begint")
    if page.url.endswith("/indicators"):
        look()
        page.get_by_role("link", name="Sla deze pagina over").click()


def answer(page: Page, answers: Sequence[str]) -> str:
    """Give one or more answers to the first question, skip others; returns the receipt code."""
    for place, words in enumerate(answers, start=1):
        page.get_by_role("textbox").fill(words)
        last = place == len(answers)
        button = "Bewaar en ga verder" if last else "Bewaar en schrijf nog een antwoord"
        page.get_by_role("button", name=button).click()
        if not last:
            expect(page.get_by_text("Uw antwoord is bewaard.")).to_be_visible()
    skip_questions(page)
    return page.locator("#receipt-code").inner_text()


def skip_questions(page: Page) -> None:
    """Skip the questions that are left, up to the thanks."""
    while page.get_by_role("textbox").count():
        page.get_by_role("link", name="Sla deze vraag over").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel!")


@dataclass(frozen=True)
class Weighed:
    """A card as it was read, and what was chosen."""

    words: str
    choice: str


def start_weighing(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="Ga verder").click()
    page.get_by_role("button", name="Begin met de eerste kaart").click()


def weigh_hand(
    page: Page, judge: Judge, *, additions: dict[str, str] | None = None
) -> list[Weighed]:
    """Weigh the cards until the thanks; ``additions`` are by the words of the choice."""
    weighed: list[Weighed] = []
    additions = dict(additions or {})
    while page.get_by_role("heading", level=1).inner_text() != "Dank u wel!":
        assert len(weighed) < 50, "the hand does not end"
        words = read_card(page)
        choice = judge(words)
        weigh_card(page, choice, addition=additions.pop(choice, ""))
        weighed.append(Weighed(words, choice))
    return weighed


def read_card(page: Page) -> str:
    return page.get_by_role("blockquote").inner_text()


def weigh_card(page: Page, choice: str, *, addition: str = "") -> None:
    tap(page, choice)
    if addition:
        page.locator("summary").get_by_text("Ik wil iets toevoegen").click()
        page.get_by_label("Ik zou toevoegen:").fill(addition)
    page.get_by_role("button", name="Volgende kaart").or_(
        page.get_by_role("button", name="Verder", exact=True)
    ).click()


def tap(page: Page, choice: str) -> None:
    """Choose on the scale, by the words or the number that stand there."""
    page.get_by_role("radio", name=choice).check()


def change_last_card(page: Page, choice: str) -> None:
    """Go back from the thanks to the last card and choose something else."""
    page.go_back()
    weigh_card(page, choice)


def confirm(page: Page, address: str, *, title: str, choice: str, prediction: int) -> None:
    page.goto(address)
    page.get_by_role("link", name="Ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    tap(page, choice)
    page.get_by_label("hoeveel van de 100 inwoners").fill(str(prediction))
    page.get_by_role("button", name="Bewaar en ga verder").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel!")


def open_receipt(page: Page, receipt: str) -> None:
    """Come back on any device with the receipt code."""
    page.goto("/")
    page.get_by_role("link", name="Ik heb een ontvangstcode").click()
    page.get_by_label("Uw ontvangstcode").fill(receipt)
    page.get_by_role("button", name="Laat mijn antwoord zien").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat is er met mijn antwoord gedaan?")


def read_all_pages(page: Page, address: str) -> dict[str, str]:
    """Follow every link of a dialogue's pages; returns what stands on each, files too."""
    start = page.url
    read: dict[str, str] = {}
    waiting = [address]
    while waiting:
        here = waiting.pop()
        page.goto(here)
        read[here] = page.locator("body").inner_text()
        # Not the links to the same page in another language.
        links = page.locator("a[href]:not([hreflang], [download])").evaluate_all(
            "all => all.map(each => each.getAttribute('href').split('#')[0])"
        )
        for file in page.locator("a[download]").all():
            to = str(file.get_attribute("href"))
            read[to] = page.request.get(to).body().decode(errors="replace")
        waiting += {link for link in links if link.startswith(address)} - {*read, *waiting}
    page.goto(start)
    return read
