"""Named refusals, each with a message fit for the person who meets it.

The message is an English sentence that is also the key of its translation; ``params`` fill its
placeholders. A refusal never carries what somebody wrote. The web gives each class a status in
``app/errors.py``.
"""

from typing import ClassVar


class Refusal(Exception):
    """Something was asked that is not allowed or not possible now."""

    message: ClassVar[str] = "This is not possible now."
    advice: ClassVar[str] = "Go back and try again."

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.message % params if params else self.message)
        self.params = params


class NotFound(Refusal):
    """There is nothing at this address, or nothing that this person may see."""

    message = "We can't find this page."
    advice = "Check the address, or start again from the first page."


class NotAllowed(Refusal):
    """The person is known, but this is not theirs to do."""

    message = "You may not do this."
    advice = "Ask the facilitator of this dialogue if you think you should."


class NotLoggedIn(Refusal):
    """A page for staff was asked for without a valid login."""

    message = "You are not logged in, or your login has expired."
    advice = "Log in and try again."


class WrongLogin(Refusal):
    """The e-mail address or the password is wrong; which of the two is never said."""

    message = "The e-mail address or the password is not right."
    advice = "Check both and try again."


class TooManyAttempts(Refusal):
    """Somebody tries too often; the door stays shut for a while."""

    message = "There were too many attempts."
    advice = "Wait a few minutes and try again."


class NotTakingPart(Refusal):
    """A resident's page was asked for without a running visit."""

    message = "We don't know which dialogue you take part in."
    advice = "Enter the code from your letter, or your receipt code if you started before."


# --- codes -----------------------------------------------------------------------------------


class CodeMistyped(Refusal):
    """The check character does not match: found without asking the database."""

    message = "There is a typing error in this code."
    advice = "Look at the letter once more. The code has 13 letters and numbers."


class CodeUnknown(Refusal):
    """No invitation of this dialogue has this code."""

    message = "We don't know this code."
    advice = "Check that you are at the right dialogue, and look at the letter once more."


class CodeUsed(Refusal):
    """The code was redeemed before."""

    message = "This code has been used already."
    advice = "Did you use it yourself? Then go on with your receipt code."


class CodeExpired(Refusal):
    """The invitation has passed its last day."""

    message = "This code is no longer valid."
    advice = "Ask the organiser for a new one."


class OpenLinkClosed(Refusal):
    """This dialogue asks for a personal code."""

    message = "This dialogue needs a personal code."
    advice = "You find the code in your letter."


# --- taking part -----------------------------------------------------------------------------


class ConsentMissing(Refusal):
    """Somebody takes part who was not told yet what happens with their words."""

    message = "We first tell you what happens with what you write."
    advice = "Read the page about that and say that you take part."


class TooManyAnswers(Refusal):
    """One person said enough here: ``limit`` texts at most."""

    message = "You gave %(limit)s answers here. There is no room for more."
    advice = "Withdraw one of your answers first, or go on to the next page."


# --- rounds and states -----------------------------------------------------------------------


class RoundNotOpen(Refusal):
    """The round that this belongs to has not opened yet, or is closed."""

    message = "This round is not open now."
    advice = "Look at the first page of the dialogue to see what is open."


class RoundClosed(Refusal):
    """The round closed before this arrived."""

    message = "This round is closed. Your last choice came too late and was not counted."
    advice = (
        "Everything you sent before is counted. You can see the results on the dialogue's page."
    )


class TransitionNotAllowed(Refusal):
    """A state may not follow this one."""

    message = "This step can't be taken now."
    advice = "Look at the overview to see which step comes next."


class RoundOutOfOrder(TransitionNotAllowed):
    """An earlier round has not been closed."""

    message = "Close the earlier round first. Rounds are held one after another."


class LaunchBlocked(Refusal):
    """The step plan has gaps; each is named."""

    message = "This dialogue can't be launched yet. Missing: %(gaps)s."
    advice = "Fill in what is missing in the step plan."


class DesignLocked(Refusal):
    """After the launch the design is fixed."""

    message = "This dialogue was launched, so its design is fixed."
    advice = "A change after the launch needs a note that everybody can see."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the same thing first."""

    message = "Somebody else changed this a moment ago."
    advice = "Look at what is there now, and decide again."


class NothingToAnalyse(Refusal):
    """There are no contributions to find themes in."""

    message = "There are no answers to group yet."
    advice = "Wait until answers have come in."


# --- ratings and hands -----------------------------------------------------------------------


class RatingOutOfScale(Refusal):
    """The value is not on the scale of this round."""

    message = "This is not a choice on the scale."
    advice = "Choose one of the answers on the page."


class NotDealt(Refusal):
    """The card is not in this person's hand."""

    message = "This card was not dealt to you."
    advice = "Go back to your own cards."


class OwnContribution(Refusal):
    """Nobody rates their own words."""

    message = "You can't weigh your own answer."
    advice = "Go on with the next card."


class AlreadyUsedId(Refusal):
    """A client-made id arrived again, with other contents or from somebody else."""

    message = "This was sent before with other contents."
    advice = "Reload the page and try again."


# --- import ----------------------------------------------------------------------------------


class ImportRefused(Refusal):
    """A file to import is missing, unreadable or has not the columns it needs."""

    message = "Nothing was imported: %(problem)s"
    advice = "Repair the file and import it again."


# --- wording: what a text must be before it is a contribution --------------------------------


class EmptyText(Refusal):
    """Nothing was written, or only spaces and punctuation."""

    message = "There are no words here yet."
    advice = "Write your answer in a few words. One sentence is enough."


class TextTooLong(Refusal):
    """The text is longer than a contribution may be: ``length`` of at most ``limit``."""

    message = "Your text has %(length)s characters. There is room for %(limit)s."
    advice = "Make it shorter, or leave out a part. What you wrote is still on the page."


class NoWords(Refusal):
    """Only pictures were sent; nobody can weigh those."""

    message = "There are only pictures here, no words."
    advice = "Say in a few words what you mean, so that other people can weigh it."


class UnreadableText(Refusal):
    """The text holds characters that no keyboard makes and no page can show."""

    message = "A part of this text can't be read."
    advice = "Type the text again. Do not copy it from another program."


# --- moderation ------------------------------------------------------------------------------


class ModerationNotPossible(TransitionNotAllowed):
    """The contribution is not in a state from which this action may be taken."""

    message = "This can't be done with this answer now."
    advice = "Look at the answer again: somebody may have decided about it already."


class ReasonMissing(Refusal):
    """Every moderation has a reason."""

    message = "Every decision about an answer needs a reason."
    advice = "Choose a reason."


class ReasonDoesNotFit(Refusal):
    """A reason to hold back an answer is no reason to show it, and the other way around."""

    message = "This reason does not belong to this decision."
    advice = "Choose another reason."


class NoteMissing(Refusal):
    """The reason "other" says nothing by itself."""

    message = 'With the reason "other" a short explanation is needed.'
    advice = "Write in one sentence why. Do not repeat the answer itself."


class PersonNeeded(Refusal):
    """The machine may only hold; to release or remove takes a person."""

    message = "Only a person can decide this."
    advice = "Let a facilitator look at the answer."


# --- themes and proposals --------------------------------------------------------------------


class SameTheme(Refusal):
    """A theme can't be merged with itself."""

    message = "A theme can't be merged with itself."
    advice = "Choose another theme."


class NothingChosen(Refusal):
    """No answers were ticked."""

    message = "No answers were chosen."
    advice = "Tick the answers that belong together."


class WholeThemeChosen(Refusal):
    """A split leaves something behind; otherwise it is a new name."""

    message = "All answers of this theme were chosen, so there is nothing to split."
    advice = "Leave at least one answer in the theme, or give the theme another name."


class NothingToUndo(Refusal):
    """No change of the themes is left to undo."""

    message = "There is no change to undo."
    advice = "Look at the themes as they are now."


class ProposalWithoutSources(Refusal):
    """Every proposal can be traced to answers."""

    message = "A proposal needs at least one answer that it rests on."
    advice = "Link one or more answers of the theme to the proposal."


class ProposalWordsFixed(Refusal):
    """People have begun to weigh the proposal, so its words stay."""

    message = "The words of this proposal are fixed, because people can weigh it already."
    advice = "Write a new proposal if something else is meant."


class ResultsTooEarly(Refusal):
    """While a round runs, results would colour what people say."""

    message = "Results can't be published while a round is open or the answers still come in."
    advice = "Close the round first."


# --- the board's answer ----------------------------------------------------------------------


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


# --- design ----------------------------------------------------------------------------------


class ShortNameNotUsable(Refusal):
    """The short name of a dialogue is a part of an address."""

    message = "This can't be a short name."
    advice = "Use small letters, digits and hyphens, for example: urgent-care."


class ShortNameTaken(Refusal):
    """Another dialogue has this short name."""

    message = 'Another dialogue has this short name already. "%(suggestion)s" is free.'
    advice = "Choose another short name."


class TimesOutOfOrder(Refusal):
    """A round closes before it opens, or opens before the one before it closes."""

    message = "The times of round %(position)s don't follow each other."
    advice = "A round closes after it opens, and opens after the round before it has closed."
