"""The whole method on phones of 390 px: three doors, six people, from a question to an answer.

A real server, worker, database and browser. Nothing is read but what a person sees.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser import board_pages as board
from tests.browser import facilitator_pages as facilitator
from tests.browser import resident_pages as resident
from tests.browser.conftest import Phone, Site
from tests.browser.story_texts import ANSWERS, BUS, INTERPRETER, TELEPHONE
from tests.cast import PASSWORD

TITLE = "Zorg dichtbij"
PROPOSAL = "Een bus naar het ziekenhuis tot middernacht"
MINORITY = "Een busje op afroep is genoeg."
REASON = "Wij betalen twee jaar lang een bus tot middernacht."
ADDITION = "En laat de bus ook op zondag rijden, met plaats voor een rolstoel."
TAKEN_OVER = "Het bestuur neemt dit voorstel over."
NAMES = {TELEPHONE: "Bereikbaar in de avond", BUS: "Vervoer naar het ziekenhuis"}

WITHOUT_SCRIPTS = {"bob", "dewi", "fatima"}
PROFESSIONALS = {"dewi", "emre"}
BY_OPEN_LINK = "fatima"


@dataclass
class Person:
    """Somebody with a phone, what they wrote and what they keep."""

    name: str
    page: Page
    receipt: str = ""
    weighed: list[resident.Weighed] = field(default_factory=list)

    @property
    def answers(self) -> tuple[str, ...]:
        return ANSWERS.get(self.name, ())


def test_a_dialogue_is_lived_from_the_question_to_the_answer_of_the_board(
    site: Site, phone: Phone
) -> None:
    desk = phone().new_page()
    address, codes = begin(desk)
    people = [come_in_and_answer(name, phone, address, codes) for name in ANSWERS]
    nobody_reads_another(people, phone, address)

    themes = find_themes(desk)
    for person in people:
        weigh(person, address)
    every_answer_was_dealt(people)

    propose(desk, themes)
    for person in people:
        resident.confirm(
            person.page, address, title=PROPOSAL, choice="+2", prediction=len(person.name) * 10
        )
    publish(desk)
    answer_of_the_board(phone)
    the_answer_is_read(people[0], phone, address)


def begin(desk: Page) -> tuple[str, dict[str, str]]:
    """The facilitator makes and launches a dialogue; returns its address and everybody's code."""
    facilitator.log_in(desk, "facilitator@example.nl", PASSWORD, first_page="Mijn dialogen")
    facilitator.create_dialogue(desk, TITLE)
    facilitator.fill_step_plan(desk)
    address = facilitator.launch(desk)
    residents = facilitator.make_codes(desk, "Inwoners", 3)
    professionals = facilitator.make_codes(desk, "Professionals", 2)
    facilitator.open_round(desk)
    invited = [name for name in ANSWERS if name not in {*PROFESSIONALS, BY_OPEN_LINK}]
    pairs = [*zip(invited, residents, strict=True)]
    return address, dict([*pairs, *zip(sorted(PROFESSIONALS), professionals, strict=True)])


def come_in_and_answer(name: str, phone: Phone, address: str, codes: dict[str, str]) -> Person:
    person = Person(name, phone(scripts=name not in WITHOUT_SCRIPTS).new_page())
    resident.come_in(person.page, address, code=codes.get(name))
    person.receipt = resident.answer(person.page, person.answers)
    return person


def nobody_reads_another(people: list[Person], phone: Phone, address: str) -> None:
    """While the ask round is open, no page shows another's words: also not to an outsider."""
    outsider = Person("nobody", phone().new_page())
    for person in (people[0], people[3], outsider):
        read = resident.read_all_pages(person.page, address)
        unread = [text for text in person.answers if text not in "".join(read.values())]
        assert not unread, f"{person.name} does not find their own words: {unread}"
        for place, words in read.items():
            for other in people:
                shown = [text for text in other.answers if text in words]
                assert other is person or not shown, f"{person.name} reads at {place}: {shown}"


def find_themes(desk: Page) -> dict[str, str]:
    """The round closes, the machine finds groups, the facilitator names two of them."""
    facilitator.close_round(desk)
    found = facilitator.wait_for_themes(desk)
    assert len(found) == 3, f"24 answers about three subjects gave these themes: {found}"
    for subject, name in NAMES.items():
        facilitator.rename_theme(desk, facilitator.theme_about(desk, subject), name)
    facilitator.open_round(desk)
    return NAMES


def weigh(person: Person, address: str) -> None:
    """Weigh a hand; the first one adds something, everybody can't say about interpreters."""
    resident.start_weighing(person.page, address)
    additions = {"+3": ADDITION} if person.name == "alice" else {}
    person.weighed = resident.weigh_hand(person.page, judge, additions=additions)
    own = [card.words for card in person.weighed if card.words in person.answers]
    assert not own, f"{person.name} was dealt their own words: {own}"
    assert len(person.weighed) == 6, f"{person.name} weighed {len(person.weighed)} cards"
    if person.name == "bob":
        change_of_mind(person)


def judge(words: str) -> str:
    """Somebody is for buses, a little against telephones, and can't say about the rest."""
    if BUS in words or "ziekenhuis" in words:
        return "+3"
    return "−1" if INTERPRETER not in words and "dokter" not in words else resident.CANNOT_SAY


def change_of_mind(person: Person) -> None:
    """Go back a card, choose something else, and find it kept."""
    resident.change_last_card(person.page, "−3")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Dank u wel!")
    person.page.go_back()
    person.page.reload()
    expect(person.page.get_by_role("radio", name="−3")).to_be_checked()


def every_answer_was_dealt(people: list[Person]) -> None:
    """Six hands of six are 36 cards over 24 answers: each was seen, by one or two people."""
    seen = [card.words for person in people for card in person.weighed]
    written = {words for person in people for words in person.answers}
    missed = written - set(seen)
    assert not missed, f"nobody was dealt: {missed}"
    assert {card.choice for person in people for card in person.weighed} == {
        "+3", "−1", resident.CANNOT_SAY,
    }  # fmt: skip


def propose(desk: Page, themes: dict[str, str]) -> None:
    facilitator.close_round(desk)
    facilitator.write_proposal(
        desk,
        themes[BUS],
        title=PROPOSAL,
        text="De bus naar het ziekenhuis rijdt elke dag tot middernacht.",
        minority=MINORITY,
        sources=(ANSWERS["alice"][1], ANSWERS["bob"][1]),
    )
    facilitator.publish_proposal(desk)
    facilitator.open_round(desk)


def publish(desk: Page) -> None:
    facilitator.close_round(desk)
    facilitator.publish_results(desk)
    facilitator.close_dialogue(desk)


def answer_of_the_board(phone: Phone) -> None:
    table = phone().new_page()
    facilitator.log_in(table, "board@example.nl", PASSWORD, first_page=board.FIRST_PAGE)
    board.decide(
        table,
        PROPOSAL,
        outcome="Wij nemen dit voorstel over",
        reason=REASON,
        owner="De wethouder vervoer",
        due_on="2031-09-01",
    )


def the_answer_is_read(person: Person, phone: Phone, address: str) -> None:
    """On another phone, with nothing but the receipt; and by everybody on the results page."""
    borrowed = phone(scripts=False).new_page()
    resident.open_receipt(borrowed, person.receipt)
    mine = borrowed.locator("article").filter(has_text=person.answers[1])
    for words in (PROPOSAL, REASON, "De wethouder vervoer", "Het bestuur neemt het over"):
        expect(mine).to_contain_text(words)
    borrowed.get_by_role("link", name="Bekijk wat eruit kwam").click()
    for words in (PROPOSAL, REASON, MINORITY, TAKEN_OVER, *NAMES.values()):
        expect(borrowed.locator("main")).to_contain_text(words)
