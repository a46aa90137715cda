"""A facilitator says the dialogue's texts in more languages; a service may draft them."""

import re

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from app.db import reading, transaction
from app.queries import parts
from app.translating import Translating
from app.usecases import dialogues
from app.usecases.design_files import Placing, design_of, start_from_design
from dialogue.background_questions import STANDARD_QUESTIONS
from dialogue.design_file import read_design_file, write_design_file
from dialogue.models import Dialogue, Event, Region, RoundKind
from tests.cast import FACILITATOR, make_draft
from tests.facilitator_cast import log_in_facilitator
from tests.translating_cast import LIKE, serving

PAGE = "/facilitator/dialogues/spoedzorg/languages"


@pytest.fixture
def desk(web: TestClient, engine, clock) -> TestClient:
    with transaction(engine) as session:
        log_in_facilitator(web, session, clock())
        made = make_draft(session, clock())
        dialogues.change_design(session, made, background_questions=[STANDARD_QUESTIONS[0]])
    return web


def launch(engine, clock) -> None:
    with transaction(engine) as session:
        dialogues.launch_dialogue(session, the_dialogue(session), now=clock(), actor=FACILITATOR)


def the_dialogue(session) -> Dialogue:
    return session.exec(select(Dialogue)).one()


def field_of(place: str) -> str:
    """Write dialogue_1__title as the page does: dialogue-1.title."""
    row, _, field = place.partition("__")
    return f"{row.replace('_', '-')}.{field}"


def save(desk: TestClient, language: str, *, seen: str = "", **words: str):
    page = desk.get(f"{PAGE}?language={language}").text
    mark = seen or re.search(r'name="seen" value="(\w+)"', page)[1]
    sent = {f"words-{field_of(place)}": text for place, text in words.items()}
    return desk.post(PAGE, data={"language": language, "seen": mark, **sent})


def words(engine, language: str) -> dict[str, str]:
    with reading(engine) as session:
        return the_dialogue(session).words.get(language, {})


def test_the_page_shows_the_dutch_beside_a_field_and_how_far_each_language_is(desk) -> None:
    page = desk.get(f"{PAGE}?language=ar", headers={"accept-language": "nl"}).text

    assert 'lang="nl" dir="ltr">Spoedzorg in de regio</p>' in page
    assert 'name="words-dialogue-1.title"' in page
    assert 'lang="ar"' in page
    # A title, four more texts, a question, four groups, and a question about age with 5 answers.
    assert page.count("10 van 16 teksten") == 4


NOTE = "Bu metin Hollandacadır"


def test_saved_words_are_what_residents_read(desk, engine, clock) -> None:
    answer = save(desk, "tr", dialogue_1__title="Bölgede acil bakım",
                  prompt_1__text="Neler iyi gidiyor, neler eksik?")  # fmt: skip
    launch(engine, clock)

    some = desk.get("/d/spoedzorg?lang=tr").text
    save(
        desk, "tr", dialogue_1__intro="Anlatın.", dialogue_1__purpose="Daha iyi bakım",
        dialogue_1__decides="Yönetim karar verir.", dialogue_1__not_open="Hastanenin yeri.",
    )  # fmt: skip
    all_of_it = desk.get("/d/spoedzorg?lang=tr").text

    assert answer.headers["location"].endswith("done=words-saved&language=tr")
    assert "Bölgede acil bakım" in some
    assert NOTE in some
    assert "Hastanenin yeri." in all_of_it
    assert NOTE not in all_of_it


def test_what_is_too_long_is_said_at_its_field_and_nothing_is_lost(desk, engine) -> None:
    answer = save(desk, "pl", dialogue_1__title="za długi " * 40, dialogue_1__intro="Prosimy.")

    assert answer.status_code == 422
    assert 'href="#field-words-dialogue-1.title"' in answer.text
    assert "Prosimy." in answer.text
    assert words(engine, "pl") == {}


def test_of_two_facilitators_the_second_is_told(desk, engine) -> None:
    seen = re.search(r'name="seen" value="(\w+)"', desk.get(f"{PAGE}?language=uk").text)[1]
    save(desk, "uk", dialogue_1__title="Невідкладна допомога")

    answer = save(desk, "uk", seen=seen, dialogue_1__title="Щось інше")

    assert answer.status_code == 422
    assert "Щось інше" in answer.text
    assert words(engine, "uk") == {"title": "Невідкладна допомога"}


def test_after_the_launch_what_is_empty_may_be_filled_and_the_rest_stays(
    desk, engine, clock
) -> None:
    save(desk, "tr", dialogue_1__title="Acil bakım")
    launch(engine, clock)

    changed = save(desk, "tr", dialogue_1__title="Bambaşka bir şey")
    filled = save(desk, "tr", dialogue_1__intro="Bize anlatın.")

    page = desk.get(f"{PAGE}?language=tr").text
    assert changed.status_code == 422
    assert filled.status_code == 303
    assert words(engine, "tr") == {"title": "Acil bakım", "intro": "Bize anlatın."}
    assert 'name="words-dialogue-1.title"' not in page
    with reading(engine) as session:
        told = session.exec(select(Event).where(Event.kind == "design.words_filled")).all()
    assert [each.reason for each in told] == ["tr: 1"]


def test_other_dutch_takes_the_words_back_and_shows_them_to_read_again(desk, engine) -> None:
    save(desk, "tr", dialogue_1__title="Acil bakım", prompt_1__text="Neler iyi?")
    with transaction(engine) as session:
        made = the_dialogue(session)
        dialogues.change_design(session, made, title_nl="Spoedzorg in onze regio")
        dialogues.set_prompts(session, made, [{"text_nl": "Wat gaat er goed en wat mist u?"}])

    page = desk.get(f"{PAGE}?language=tr", headers={"accept-language": "nl"}).text
    assert words(engine, "tr") == {}
    assert "Het Nederlands is veranderd nadat dit is geschreven." in page
    assert 'value="Acil bakım"' in page
    assert "Neler iyi?" in page


def test_without_a_service_nobody_is_offered_a_draft(desk) -> None:
    assert "/languages/drafts" not in desk.get(PAGE).text
    assert desk.post(f"{PAGE}/drafts", data={"language": "tr"}).status_code == 404


def test_a_service_drafts_what_is_empty_and_a_person_saves_it(desk, engine, clock) -> None:
    with serving(LIKE["deepl"]) as service:
        settings = service.settings("deepl")
        desk.app.state.settings = desk.app.state.settings.model_copy(
            update={name: getattr(settings, name) for name in
                    ("translation_service", "translation_url", "translation_key")}
        )  # fmt: skip
        offered = desk.get(f"{PAGE}?language=tr", headers={"accept-language": "nl"}).text
        desk.post(f"{PAGE}/drafts", data={"language": "tr"})
        waits = desk.get(f"{PAGE}?language=tr", headers={"accept-language": "nl"}).text
        Translating(engine, settings, clock).translate_some()
        sent = [text for each in service.asked for text in each.body["text"]]

    page = desk.get(f"{PAGE}?language=tr", headers={"accept-language": "nl"}).text
    assert "Vraag een concept aan DeepL" in offered
    assert "DeepL schrijft concepten" in waits
    assert "Automatisch concept van DeepL." in page
    assert 'value="tr: Spoedzorg in de regio"' in page
    assert "Hoe oud bent u?" not in sent
    assert words(engine, "tr") == {}

    save(desk, "tr", dialogue_1__title="Acil bakım")

    assert words(engine, "tr") == {"title": "Acil bakım"}


def test_a_service_that_fails_says_why_and_may_be_asked_again(desk, engine, clock) -> None:
    with serving(lambda _asked: (403, {})) as service:
        settings = service.settings("deepl")
        desk.app.state.settings = desk.app.state.settings.model_copy(
            update={name: getattr(settings, name) for name in
                    ("translation_service", "translation_url", "translation_key")}
        )  # fmt: skip
        desk.post(f"{PAGE}/drafts", data={"language": "tr"})
        for _ in range(2):
            Translating(engine, settings, clock).translate_some()
        asked = len(service.asked)

    page = desk.get(f"{PAGE}?language=tr", headers={"accept-language": "nl"}).text
    assert asked == 1
    assert "De vertaaldienst weigert de sleutel." in page
    assert "Vraag een concept aan DeepL" in page


@pytest.mark.parametrize("title", ["Spoedzorg in de regio", "Spoedzorg in Delft"])
def test_a_design_takes_its_words_along_to_another_place(desk, engine, clock, title) -> None:
    save(desk, "tr", dialogue_1__title="Acil bakım", dialogue_1__intro="Anlatın.",
         prompt_1__text="Neler iyi?", chamber_1__name="Sakinler")  # fmt: skip
    with transaction(engine) as session:
        here = the_dialogue(session)
        design = read_design_file(write_design_file(design_of(session, here))).design
        region = session.get_one(Region, here.region_id)
        made = start_from_design(
            session, region, design, Placing(title, "elders"), seed=1, now=clock()
        )
        asking = parts.round_of_kind(session, made, RoundKind.ASK)
        same = title == here.title_nl

        assert made.words["tr"].get("title", "") == ("Acil bakım" if same else "")
        assert made.words["tr"]["intro"] == "Anlatın."
        assert parts.prompts_of(session, asking)[0].words["tr"]["text"] == "Neler iyi?"
        assert parts.chambers_of(session, made)[0].words["tr"]["name"] == "Sakinler"
        assert made.background_questions[0]["text_uk"] == "Скільки вам років?"
