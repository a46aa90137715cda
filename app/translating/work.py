"""The worker's share: translates what is wanted, and waits longer each time a service is down."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Thread
from time import perf_counter
from uuid import UUID

import httpx
from sqlalchemy import Engine

from app.config import Settings
from app.db import reading, transaction
from app.queries.translations import TEXTS_AT_ONCE, Wanted, wanted_translations
from app.translating.drafts import draft_words
from app.translating.problems import ABOUT_THE_TEXTS, Problem, TranslationFailed
from app.translating.services import Translator, translator_of
from app.usecases.translations import forget_what_nobody_sees, store_translations
from dialogue.moderation import must_hold

log = logging.getLogger(__name__)

BETWEEN_LOOKS = timedelta(seconds=5)
REST_PER_LOOK = 20
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
PIECES_AT_ONCE = 20
FAILURES_IN_A_ROW = 3


@dataclass
class Translating:
    """Translates beside the worker's other work: answers that come in don't wait for a service.

    The database says what is wanted, so a worker that comes after a killed one goes on. Answers
    that a service can't do are set aside until the worker starts anew.
    """

    engine: Engine
    settings: Settings
    clock: Callable[[], datetime]
    transport: httpx.BaseTransport | None = None
    next_look: datetime | None = None
    rests_until: datetime | None = None
    pause: timedelta = SHORTEST_PAUSE
    texts_at_once: int = TEXTS_AT_ONCE
    failures: int = 0
    set_aside: set[tuple[UUID, str]] = field(default_factory=set)
    busy: Thread | None = None

    def attempt(self) -> bool:
        """Begin to translate, unless it is off or busy; never waits."""
        now = self.clock()
        early = self.next_look is not None and now < self.next_look
        if not self.settings.translation or early or (self.busy and self.busy.is_alive()):
            return False
        self.next_look = now + BETWEEN_LOOKS
        self.busy = Thread(target=self.translate_some, daemon=True)
        self.busy.start()
        return False

    def translate_some(self, pieces: int = PIECES_AT_ONCE) -> int:
        """Translate at most so many pieces; returns how many answers got a translation.

        What a facilitator asks for is tried at once; answers wait while the service rests. A fault
        is logged by its kind, never by what was sent.
        """
        translator, done = translator_of(self.settings, self.transport), 0
        try:
            with transaction(self.engine) as session:
                forget_what_nobody_sees(session)
            draft_words(self.engine, translator)
            if self.rests_until is not None and self.clock() < self.rests_until:
                return 0
            for _ in range(pieces):
                piece = self.next_piece()
                if not piece:
                    break
                done += self.translate_piece(translator, piece)
        except TranslationFailed as failure:
            self.rest(failure.problem)
        except Exception as fault:
            log.error("Translating stopped: %s", type(fault).__name__)
            self.rest(Problem.OWN_FAULT)
        else:
            self.pause, self.rests_until = SHORTEST_PAUSE, None
        return done

    def next_piece(self) -> list[Wanted]:
        """Read what is wanted next; when that is nothing, a costly look is not soon repeated."""
        begun = perf_counter()
        with reading(self.engine) as session:
            found = wanted_translations(session, texts=self.texts_at_once, set_aside=self.set_aside)
        if not found:
            took = timedelta(seconds=perf_counter() - begun)
            self.next_look = self.clock() + max(BETWEEN_LOOKS, REST_PER_LOOK * took)
        return found

    def translate_piece(self, translator: Translator, piece: list[Wanted]) -> int:
        """Translate a piece outside any transaction, and store it.

        A reply that can't be used is asked for again text by text; a single text that fails is set
        aside, so that it keeps nothing up. Raises TranslationFailed when the service is down.
        """
        try:
            made = translator.translate(
                [each.text for each in piece], piece[0].source, piece[0].target
            )
        except TranslationFailed as failure:
            if failure.problem not in ABOUT_THE_TEXTS:
                raise
            self.give_up_on(piece)
            return 0
        self.texts_at_once, self.failures = TEXTS_AT_ONCE, 0
        safe = {each: text for each, text in zip(piece, made, strict=True) if is_safe(each, text)}
        self.set_aside |= {(each.version_id, each.target) for each in piece if each not in safe}
        with transaction(self.engine) as session:
            return store_translations(session, safe, service=translator.name, now=self.clock())

    def give_up_on(self, piece: list[Wanted]) -> None:
        """Go on with fewer texts at once, or without the one that can't be done.

        Raises TranslationFailed when so many can't in a row that the service must be at fault.
        """
        if len(piece) > 1:
            self.texts_at_once = 1
            return
        self.set_aside.add((piece[0].version_id, piece[0].target))
        self.failures += 1
        if self.failures % FAILURES_IN_A_ROW == 0:
            raise TranslationFailed(Problem.UNREADABLE)

    def rest(self, problem: Problem) -> None:
        """Leave the service alone for a while, twice as long each time; originals are shown."""
        log.warning("The translation service gave nothing: %s", problem.name)
        self.rests_until = self.clock() + self.pause
        self.pause = min(LONGEST_PAUSE, self.pause * 2)


def is_safe(wanted: Wanted, translation: str) -> bool:
    """Tell whether a translation leads to no person whom its original doesn't lead to.

    No text is shown to others unchecked, so neither is what a service made of it.
    """
    known = must_hold(wanted.text, language=wanted.source)
    return set(must_hold(translation, language=wanted.target)) <= set(known)
