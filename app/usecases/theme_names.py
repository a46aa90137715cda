"""Names of themes that the machine made hold no words that are out of sight."""

from sqlmodel import Session, col, select

from dialogue.models import Contribution, ContributionVersion, Theme
from dialogue.themes import take_words_back


def take_back_from_names(session: Session, contribution: Contribution) -> None:
    """Take a contribution's own sentences out of the names of all themes of its dialogue.

    Also of themes out of use, which an undo can bring back. Names that people gave stay.
    """
    texts = session.exec(
        select(ContributionVersion.text).where(
            ContributionVersion.contribution_id == contribution.id
        )
    ).all()
    named = select(Theme).where(
        Theme.dialogue_id == contribution.dialogue_id, col(Theme.machine_label) != ""
    )
    for theme in session.exec(named).all():
        for text in texts:
            if take_words_back(theme, text):
                session.add(theme)
