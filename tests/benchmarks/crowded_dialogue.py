"""A dialogue of a hundred thousand people in a database, filled without going through objects."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

import numpy as np
from sqlmodel import Session

from app.queries import parts
from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question, question
from dialogue.models import Deck, Dialogue, Population, RoundKind, Theme
from tests.cast import make_over

CARDS = 15
IDEAS, NUMBERS = 800, 512
THEMES = 20
AT_ONCE = 20_000
Row = tuple[object, ...]


def known_id(kind: int, number: int) -> str:
    """An identifier as both databases read it."""
    return UUID(int=(kind << 96) + number * 2_654_435_761).hex


def fill(session: Session, table: str, columns: str, rows: Iterable[Row]) -> None:
    """Insert many rows by the driver itself."""
    driver = session.connection().connection.driver_connection
    names = [name.strip() for name in columns.split(",")]
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        waiting = iter(rows)
        while batch := list(islice(waiting, AT_ONCE)):
            driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", batch)
        return
    with driver.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(
                [f"\\x{each.hex()}" if isinstance(each, bytes) else each for each in row]
            )


def fill_dialogue(session: Session, now: datetime, people: int) -> Dialogue:
    """Eight background questions, an answer and fifteen ratings of everybody."""
    dialogue = make_over(session, now)
    dialogue.background_questions = questions()
    session.add(
        Population(dialogue_id=dialogue.id, source="x", file=population(people), uploaded_at=now)
    )
    themes = [
        Theme(dialogue_id=dialogue.id, number=n, machine_label=f"Thema {n}", created_at=now)
        for n in range(THEMES)
    ]
    session.add_all(themes)
    session.flush()
    chance = np.random.default_rng(1)
    fill_people(session, dialogue, people, now, chance)
    fill_words(session, dialogue, themes, people, now, chance)
    fill_ratings(session, dialogue, people, now, chance)
    session.flush()
    return dialogue


def questions() -> list[dict[str, object]]:
    """Eight of them."""
    options = [(str(n), f"Optie {n}", f"Option {n}") for n in range(6)]
    more = [question(f"extra-{n}", "?", "?", *options) for n in range(3)]
    where = neighbourhood_question([f"Wijk {n}" for n in range(9)])
    return [*STANDARD_QUESTIONS, *([where] if where else []), *more]


def population(people: int) -> str:
    """Everybody there is: four times who takes part, the same number for each question."""
    lines = ["dimension,group,count"]
    for each in questions():
        keys = [option["key"] for option in each["options"]]
        lines += [f"{each['key']},{key},{4 * people // len(keys) + 1}" for key in keys]
    return "\n".join(lines) + "\n"


def fill_people(
    session: Session, dialogue: Dialogue, people: int, now: datetime, chance: np.random.Generator
) -> None:
    chambers = parts.chambers_of(session, dialogue)
    which = chance.choice(len(chambers), people, p=[0.7, 0.2, 0.07, 0.03][: len(chambers)])
    open_link = chance.random(people) < 0.2
    here, day = dialogue.id.hex, now.date().isoformat()
    fill(
        session, "participant",
        "id, dialogue_id, chamber_id, receipt_hash, trust, language, joined_on, consented_at, "
        "may_be_quoted, channel, collective",
        ((known_id(1, n), here, chambers[which[n]].id.hex, f"r{n}",
          "open_link" if open_link[n] else "code", "nl", day, now.isoformat(), True,
          "open_link" if open_link[n] else "letter", "Club" if n % 50 == 0 else "")
         for n in range(people)),
    )  # fmt: skip
    fill(
        session, "invitation",
        "id, dialogue_id, chamber_id, code_hash, channel, wave, groups, redeemed_on, redeemed_by",
        ((known_id(2, n), here, chambers[which[n % people]].id.hex, f"c{n}", "letter",
          1 + n % 3, '{"age": "25-44"}', day if n < people else None, f"b{n}")
         for n in range(2 * people) if n >= people or not open_link[n]),
    )  # fmt: skip
    keys = {str(q["key"]): [o["key"] for o in q["options"]] for q in questions()}

    def told(n: int) -> str:
        chosen = chance.random(len(keys))
        pairs = (
            f'"{key}": "{options[min(len(options) - 1, int(u * len(options) * 1.05))]}"'
            for (key, options), u in zip(keys.items(), chosen, strict=True)
            if u < 0.98
        )
        return "{" + ", ".join(pairs) + "}"

    fill(session, "background", "id, dialogue_id, answers",
         ((known_id(3, n), here, told(n)) for n in range(people)))  # fmt: skip
    fill(session, "background_link", "participant_id, background_id",
         ((known_id(1, n), known_id(3, n)) for n in range(people)))  # fmt: skip


def fill_words(
    session: Session,
    dialogue: Dialogue,
    themes: list[Theme],
    people: int,
    now: datetime,
    chance: np.random.Generator,
) -> None:
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    [prompt] = parts.prompts_of(session, asking)
    here, moment = dialogue.id.hex, now.isoformat()
    idea = np.minimum(chance.zipf(1.3, people) - 1, IDEAS - 1)
    fill(
        session, "contribution",
        "id, dialogue_id, round_id, prompt_id, participant_id, kind, state, language, "
        "current_version, created_at",
        ((known_id(4, n), here, asking.id.hex, prompt.id.hex, known_id(1, n), "answer", "visible",
          "nl", 1, moment) for n in range(people)),
    )  # fmt: skip
    fill(session, "contribution_version", "id, contribution_id, number, text, created_at",
         ((known_id(5, n), known_id(4, n), 1, f"Antwoord {n}", moment)
          for n in range(people)))  # fmt: skip
    fill(session, "embedding", "version_id, fingerprint, vector",
         ((known_id(5, n), "bench", vector)
          for n, vector in enumerate(vectors(idea, chance))))  # fmt: skip
    fill(session, "placement",
         "contribution_id, dialogue_id, theme_id, placed_by, probability, placed_at",
         ((known_id(4, n), here, themes[idea[n] % THEMES].id.hex, "machine", 1.0, moment)
          for n in range(people)))  # fmt: skip


def vectors(idea: np.ndarray, chance: np.random.Generator) -> Iterator[bytes]:
    """Int8 vectors around a direction per idea."""
    directions = chance.normal(size=(IDEAS, NUMBERS))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    for start in range(0, len(idea), AT_ONCE):
        part = directions[idea[start : start + AT_ONCE]]
        near = part + chance.normal(scale=0.03, size=part.shape)
        codes = np.round(near / np.abs(near).max(axis=1, keepdims=True) * 127).astype(np.int8)
        yield from (row.tobytes() for row in codes)


def fill_ratings(
    session: Session, dialogue: Dialogue, people: int, now: datetime, chance: np.random.Generator
) -> None:
    weighing = parts.round_of_kind(session, dialogue, RoundKind.WEIGH)
    deck = Deck(
        round_id=weighing.id, epoch=1, seed=1, contribution_ids=[], theme_numbers=[], created_at=now
    )
    session.add(deck)
    session.flush()
    here, moment = weighing.id.hex, now.isoformat()
    # Fifteen cards next to one another, from a random start: all different.
    start = chance.integers(0, people, people).tolist()
    values = chance.integers(-3, 4, people * CARDS).tolist()
    fill(session, "hand",
         "id, deck_id, round_id, participant_id, turn, size, excluded, owed, cards, dealt_at",
         ((known_id(6, n), deck.id.hex, here, known_id(1, n), n, CARDS, "[]", "[]", "[]", moment)
          for n in range(people)))  # fmt: skip
    fill(session, "exposure", "id, hand_id, position, contribution_id, version_number, shown_at",
         ((known_id(7, n * CARDS + c), known_id(6, n), c, known_id(4, (start[n] + c) % people), 1,
           moment) for n in range(people) for c in range(CARDS)))  # fmt: skip
    fill(session, "rating",
         "id, round_id, participant_id, contribution_id, version_number, revision, value, "
         "created_at",
         ((known_id(8, n * CARDS + c), here, known_id(1, n), known_id(4, (start[n] + c) % people),
           1, 1, values[n * CARDS + c], moment)
          for n in range(people) for c in range(CARDS)))  # fmt: skip
