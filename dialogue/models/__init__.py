"""Tables, a noun per file; the rules of one row are methods beside its fields."""

from dialogue.models.account import Account, Membership, Role, StaffLink, StaffSession
from dialogue.models.address import (
    AddressList,
    Delivery,
    DeliveryState,
    Draw,
    ListState,
    Mailing,
    MailingState,
    Recipient,
    RecipientState,
)
from dialogue.models.analysis import (
    AnalysisRun,
    AnalysisState,
    Cluster,
    ClusterMember,
    RepeatedAnswer,
)
from dialogue.models.background import Background, BackgroundLink
from dialogue.models.chamber import Chamber, Helix
from dialogue.models.columns import InOwnLanguage, in_language, new_id, own_words
from dialogue.models.contribution import (
    Contribution,
    ContributionKind,
    ContributionState,
    ContributionVersion,
    Embedding,
)
from dialogue.models.design import DesignChange, DesignTemplate
from dialogue.models.dialogue import Dialogue, DialogueState, Ladder
from dialogue.models.document import Document, DocumentState
from dialogue.models.event import Event
from dialogue.models.hand import Deck, DeckTurn, Exposure, Hand
from dialogue.models.invitation import Invitation
from dialogue.models.kiosk import Kiosk
from dialogue.models.moderation import Appeal, ModerationDecision, RemovalRequest
from dialogue.models.participant import Participant, TrustLevel, Visit
from dialogue.models.participation import (
    ClosingAnswer,
    Indicator,
    IndicatorAnswer,
    MeasuredParticipation,
    Moment,
    Population,
)
from dialogue.models.prediction import BoardPrediction
from dialogue.models.prompt import Prompt, ScaleAnswer
from dialogue.models.proposal import (
    Decision,
    Outcome,
    Proposal,
    ProposalSource,
    ProposalState,
    ProposalVersion,
)
from dialogue.models.rating import Confirmation, Rating, latest_confirmation, latest_rating
from dialogue.models.region import Region
from dialogue.models.round import Round, RoundKind, RoundState
from dialogue.models.theme import (
    DraftState,
    PlacedBy,
    Placement,
    PlacementBefore,
    Theme,
    ThemeChange,
    ThemeDraft,
    ThemeLineage,
    ThemeState,
)
from dialogue.models.translation import Translation

__all__ = [
    "Account",
    "AddressList",
    "AnalysisRun",
    "AnalysisState",
    "Appeal",
    "Background",
    "BackgroundLink",
    "BoardPrediction",
    "Chamber",
    "ClosingAnswer",
    "Cluster",
    "ClusterMember",
    "Confirmation",
    "Contribution",
    "ContributionKind",
    "ContributionState",
    "ContributionVersion",
    "Decision",
    "Deck",
    "DeckTurn",
    "Delivery",
    "DeliveryState",
    "DesignChange",
    "DesignTemplate",
    "Dialogue",
    "DialogueState",
    "Document",
    "DocumentState",
    "DraftState",
    "Draw",
    "Embedding",
    "Event",
    "Exposure",
    "Hand",
    "Helix",
    "InOwnLanguage",
    "Indicator",
    "IndicatorAnswer",
    "Invitation",
    "Kiosk",
    "Ladder",
    "ListState",
    "Mailing",
    "MailingState",
    "MeasuredParticipation",
    "Membership",
    "ModerationDecision",
    "Moment",
    "Outcome",
    "Participant",
    "PlacedBy",
    "Placement",
    "PlacementBefore",
    "Population",
    "Prompt",
    "Proposal",
    "ProposalSource",
    "ProposalState",
    "ProposalVersion",
    "Rating",
    "Recipient",
    "RecipientState",
    "Region",
    "RemovalRequest",
    "RepeatedAnswer",
    "Role",
    "Round",
    "RoundKind",
    "RoundState",
    "ScaleAnswer",
    "StaffLink",
    "StaffSession",
    "Theme",
    "ThemeChange",
    "ThemeDraft",
    "ThemeLineage",
    "ThemeState",
    "Translation",
    "TrustLevel",
    "Visit",
    "in_language",
    "latest_confirmation",
    "latest_rating",
    "new_id",
    "own_words",
]
