"""What a facilitator of a crowded dialogue finds on the desk: held texts, groups, decisions."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, select

from app.queries import parts
from app.routes.facilitator.exposure import DEALT_AGAIN
from app.usecases import accounts
from app.usecases.deck_audit import cards_again
from app.usecases.laid_decks import lay
from dialogue.models import (
    AnalysisRun,
    AnalysisState,
    Cluster,
    Deck,
    DeckTurn,
    Dialogue,
    Hand,
    Placement,
    Region,
    Role,
    Round,
    RoundKind,
    RoundState,
    Theme,
)
from tests.benchmarks.crowded_dialogue import THEMES, fill, known_id
from tests.cast import make_proposal

EMAIL = "many@example.nl"
# Of so many answers one is held, removed, left outside every theme, or said by others too.
HELD, REMOVED, OUTSIDE, REPEATED = 50, 400, 20, 10
ALIKE = 5


def furnish(session: Session, dialogue: Dialogue, now: datetime, people: int) -> None:
    """Add to a dialogue of ``fill_dialogue`` what moderation and the machine leave behind."""
    region = session.get_one(Region, dialogue.region_id)
    account = accounts.create_account(
        session, email=EMAIL, name="Fatma", password="correct horse battery", now=now
    )
    accounts.give_role(session, account, region, Role.FACILITATOR)
    moderate(session, dialogue, now, people)
    group(session, dialogue, now, people)
    lay_deck(session, people)
    for position in range(1, 6):
        make_proposal(session, dialogue, now, position=position, title=f"Voorstel {position}")
    session.flush()


def moderate(session: Session, dialogue: Dialogue, now: datetime, people: int) -> None:
    """Hold some texts because of a number in them, and remove a few with a reason."""
    held, removed = range(0, people, HELD), range(1, people, REMOVED)
    here, moment = dialogue.id.hex, now.isoformat()
    for state, numbers in (("held", held), ("removed", removed)):
        change(session, "contribution", "state", state, "id", [known_id(4, n) for n in numbers])
    for n in held:
        words = f"Bel mij op 06 12 34 56 {n % 100:02}: antwoord {n}"
        change(session, "contribution_version", "text", words, "id", [known_id(5, n)])
    decided = [(n, "hold", "personal_data", "machine") for n in held]
    decided += [(n, "remove", "insult", "facilitator") for n in removed]
    fill(
        session, "moderation_decision",
        "id, contribution_id, dialogue_id, action, reason, note, actor_role, decided_at",
        ((known_id(9, n), known_id(4, n), here, action, reason, "", who, moment)
         for n, action, reason, who in decided),
    )  # fmt: skip


def group(session: Session, dialogue: Dialogue, now: datetime, people: int) -> None:
    """A finished search of the machine: a cluster per theme, members, and what was said twice."""
    asking = parts.round_of_kind(session, dialogue, RoundKind.ASK)
    run = AnalysisRun(
        dialogue_id=dialogue.id, round_id=asking.id, state=AnalysisState.DONE, seed=1,
        versions={"embedder": "bench"}, answers=people, created_at=now, finished_at=now,
    )  # fmt: skip
    session.add(run)
    session.flush()
    outside = [known_id(4, n) for n in range(3, people, OUTSIDE)]
    change(session, "placement", "theme_id", None, "contribution_id", outside)
    themes = session.exec(select(Theme).where(Theme.dialogue_id == dialogue.id)).all()
    number_of = {theme.id: theme.number for theme in themes}
    placed = session.exec(select(Placement.contribution_id, Placement.theme_id)).all()
    for theme in themes:
        mine = [str(one) for one, where in placed if where == theme.id]
        theme.run_id, theme.exemplar_ids, theme.keywords = run.id, mine[:5], ["huisarts", "avond"]
        session.add(
            Cluster(
                run_id=run.id, number=theme.number, label=theme.machine_label, size=len(mine),
                keywords=theme.keywords, exemplar_ids=theme.exemplar_ids, stability=0.8,
            )
        )  # fmt: skip
    fill(session, "cluster_member", "run_id, contribution_id, number, probability",
         ((run.id.hex, one.hex, number_of.get(where, -1), 1.0)
          for one, where in placed))  # fmt: skip
    fill(session, "repeated_answer", "run_id, contribution_id, number, likeness",
         ((run.id.hex, known_id(4, n), n // REPEATED // ALIKE, "paraphrases")
          for n in range(5, people, REPEATED)))  # fmt: skip


def lay_deck(session: Session, people: int) -> None:
    """The deck that all answers were dealt from, and the hands that a page deals again."""
    deck = session.exec(select(Deck)).one()
    deck.contribution_ids = [known_id(4, n) for n in range(people)]
    deck.theme_numbers = [n % THEMES for n in range(people)]
    session.add(DeckTurn(deck_id=deck.id, next_turn=people))
    session.flush()
    laid, weighing = lay(deck), session.get_one(Round, deck.round_id)
    for hand in session.exec(select(Hand).where(Hand.turn >= people - DEALT_AGAIN)).all():
        hand.cards = cards_again(hand, laid, weighing)
    session.flush()


def change(
    session: Session, table: str, column: str, value: object, key: str, ids: list[str]
) -> None:
    """Give a column another value in these rows."""
    postgres = session.get_bind().dialect.name == "postgresql"
    marker = "CAST(:one AS uuid)" if postgres else ":one"
    query = text(f"UPDATE {table} SET {column} = :value WHERE {key} = {marker}")
    session.execute(query, [{"value": value, "one": one} for one in ids])


def stand_at(session: Session, dialogue: Dialogue, kind: RoundKind | None) -> None:
    """Let the round of a kind be the open one, those before it closed; of none, all closed."""
    past = kind is not None
    for each in parts.rounds_of(session, dialogue):
        here = each.kind is kind
        state = RoundState.OPEN if here else RoundState.CLOSED if past else RoundState.PLANNED
        if kind is None:
            state = RoundState.CLOSED
        each.state, past = state, past and not here
    session.flush()
