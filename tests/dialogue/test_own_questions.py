"""What may be asked about people: few things, in large groups, and never their health."""

import pytest

from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question, question
from dialogue.errors import AsksAboutHealth, QuestionsTooFine
from dialogue.own_questions import asks_about_health, require_coarse


def asked(key: str = "role", *options: str) -> dict:
    chosen = options or ("inwoner", "professional")
    return question(key, "Wat is uw rol?", "What is your role?", *((o, o, o) for o in chosen))


@pytest.mark.parametrize(
    "text",
    [
        "Heeft u een chronische ziekte?", "Hoe gezond bent u?", "Bent u vaak ziek?",
        "Welke medicijnen gebruikt u?", "Ik heb een lichamelijke beperking", "Zwanger",
        "How is your health?", "Do you have a disability?",
    ],
)  # fmt: skip
def test_questions_about_health_are_found(text: str) -> None:
    assert asks_about_health(text)


@pytest.mark.parametrize(
    "text",
    ["Werkt u in het ziekenhuis?", "Zorgverlener", "Gezondheidsregio", "Health worker",
     "Bestuurder van een zorginstelling", "Welke rol heeft u?"],
)  # fmt: skip
def test_work_in_care_may_be_asked(text: str) -> None:
    assert not asks_about_health(text)


def test_our_own_questions_are_coarse() -> None:
    many = neighbourhood_question([f"Wijk {number}" for number in range(20)])

    require_coarse([*STANDARD_QUESTIONS, many, asked()])


@pytest.mark.parametrize(
    "questions",
    [
        [asked(f"role-{number}") for number in range(9)],
        [asked("role", "inwoner")],
        [asked("role", *(f"rol {number}" for number in range(22)))],
    ],
    ids=["too many", "one answer", "too fine"],
)
def test_too_many_or_too_fine_questions_are_refused(questions) -> None:
    with pytest.raises(QuestionsTooFine):
        require_coarse(questions)


def test_an_answer_about_health_is_refused_as_well() -> None:
    with pytest.raises(AsksAboutHealth):
        require_coarse([asked("group", "Mensen met diabetes", "Anderen")])
