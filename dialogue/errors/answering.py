"""Refusals at the board's table."""

from dialogue.errors.base import Refusal


class OutcomeMissing(Refusal):
    """The board did not choose what it does with the proposal."""

    message = "Choose what the board does with this proposal."
    advice = "Choose one of the four answers."


class AnswerWithoutReason(Refusal):
    """The board's answer says nothing about why."""

    message = "Write why the board answers this way."
    advice = "Residents read this reason. One or two sentences are enough."


class SameReasonAgain(Refusal):
    """The answer is changed, but the reason is word for word the earlier one."""

    message = "Write why the answer is changed. This is the reason of the earlier answer."
    advice = "The earlier answer stays readable, with its own reason."


class OwnerMissing(Refusal):
    """Nobody is named who carries the answer out."""

    message = "Write who makes sure that this happens."
    advice = "A name, a position or an organisation."


class DueDateMissing(Refusal):
    """The answer has no day on which something will have happened."""

    message = "Choose the day on which residents can see a result."
    advice = "Write it as day, month and year."


class DueDatePassed(Refusal):
    """The promised day is already over."""

    message = "This day is over. Choose a day that is still to come."
    advice = "Write it as day, month and year."


class DecisionIncomplete(Refusal):
    """The board's answer misses something; ``problems`` names the field and what is wrong."""

    message = "The answer of the board is not complete yet."
    advice = "Fill in what is missing. What you wrote is still on the page."

    def __init__(self, problems: dict[str, Refusal]) -> None:
        super().__init__()
        self.problems = problems


class ProposalNotPublished(Refusal):
    """The proposal is still being written."""

    message = "This proposal is not published yet."
    advice = "Ask the facilitator when it will be ready."


class DecisionTooEarly(Refusal):
    """The residents' part of the dialogue is not over."""

    message = "The board answers when the rounds are over."
    advice = "The facilitator closes the dialogue first. Then the board can answer."
