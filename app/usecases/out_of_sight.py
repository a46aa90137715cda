"""What goes with a contribution that others may not read any more."""

from sqlmodel import Session

from app.usecases.theme_names import take_back_from_names
from app.usecases.translations import forget_translations
from dialogue.models import Contribution


def take_out_of_sight(session: Session, contribution: Contribution) -> None:
    """Take a contribution's words out of names that the machine made, and its translations away."""
    take_back_from_names(session, contribution)
    forget_translations(session, contribution)
