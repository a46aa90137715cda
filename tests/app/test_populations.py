"""Who lives there: a file is checked against the questions, stored as a revision, and read back."""

import pytest
from sqlmodel import Session

from app.usecases import dialogues
from app.usecases.population_files import IN_OUR_WORDS, read_population_file
from app.usecases.populations import population_of, populations_of, store_population
from dialogue.background_questions import STANDARD_QUESTIONS, neighbourhood_question
from dialogue.errors import ChangedMeanwhile, PopulationRefused, SourceMissing
from dialogue.models import Dialogue
from tests.cast import FACILITATOR, make_draft

HEADER = "dimension,group,count\n"
GENDERS = HEADER + "gender,woman,600\ngender,man,590\n"
QUESTIONS = [*STANDARD_QUESTIONS[:2], neighbourhood_question(["Centrum", "Oosterheem"])]


@pytest.fixture
def draft(session: Session, clock) -> Dialogue:
    draft = make_draft(session, clock())
    dialogues.change_design(session, draft, background_questions=QUESTIONS)
    return draft


@pytest.fixture
def store(session: Session, draft: Dialogue, clock):
    def stored(data: str | bytes = GENDERS, source: str = "CBS, 2025", **options):
        return store_population(
            session, draft, data=data, source=source, actor=FACILITATOR, now=clock(), **options
        )

    return stored


def read(data: str | bytes):
    return read_population_file(data, QUESTIONS, language="en")


def test_without_a_file_nothing_is_known_of_who_lives_there(session: Session, draft) -> None:
    assert population_of(session, draft) is None


def test_a_stored_file_gives_the_population_by_the_keys_of_the_questions(
    session: Session, draft: Dialogue, store
) -> None:
    store(
        "Dimensie;Groep;Aantal;Opmerking\n"
        "In welke wijk woont u?;Centrum;500;\n"
        "neighbourhood;OOSTERHEEM;700;met nieuwbouw\n"
        "gender;Vrouw;600;\n"
        "Are you ...;A man;590;\n"
    )

    population = population_of(session, draft)

    assert population is not None
    assert population.margins == {
        "neighbourhood": {"centrum": 500, "oosterheem": 700},
        "gender": {"woman": 600, "man": 590},
    }


def test_joint_cells_may_be_named_in_words_too(session: Session, draft: Dialogue, store) -> None:
    store("Hoe oud bent u?,gender,aantal\nJonger dan 25,Vrouw,30\n80-plus,Man,20\n")

    population = population_of(session, draft)

    assert population is not None
    assert population.joint == {("under-25", "woman"): 30, ("80-plus", "man"): 20}


def test_another_file_is_the_next_revision_and_the_first_one_stays(
    session: Session, draft: Dialogue, store
) -> None:
    store()
    store(HEADER + "gender,woman,60\ngender,man,59\n", source="CBS,\n 2026", seen_revision=1)

    population = population_of(session, draft)

    assert population is not None
    assert population.size == 119
    history = [(each.revision, each.source) for each in populations_of(session, draft)]
    assert history == [(2, "CBS, 2026"), (1, "CBS, 2025")]


def test_who_saw_an_earlier_revision_replaces_nothing(
    session: Session, draft: Dialogue, store
) -> None:
    store()

    with pytest.raises(ChangedMeanwhile):
        store(seen_revision=0)

    assert len(populations_of(session, draft)) == 1


@pytest.mark.parametrize("source", ["", "  \n", "x" * 501])
def test_figures_without_a_source_are_refused(session: Session, draft, store, source: str) -> None:
    with pytest.raises(SourceMissing):
        store(source=source)

    assert not populations_of(session, draft)


def test_of_a_file_with_one_mistake_nothing_is_stored(session: Session, draft, store) -> None:
    with pytest.raises(PopulationRefused):
        store(GENDERS + "gender,unicorn,3\n")

    assert not populations_of(session, draft)


@pytest.mark.parametrize(
    ("data", "row", "message"),
    [
        (GENDERS + "income,low,9\n", 4, 'This dialogue does not ask about "income".'),
        (GENDERS + "gender,unicorn,9\n", 4, 'The question "gender" has no group "unicorn".'),
        (GENDERS + "gender,Vrouw,9\n", 4, 'The group "woman" stands in the file twice.'),
        (GENDERS + "age,under-25,1.000\n", 4, '"1.000" is not a whole number above 0.'),
        (GENDERS + "age,under-25,-5\n", 4, '"-5" is not a whole number above 0.'),
        (GENDERS + "age,under-25\n", 4, "This line has 2 cells instead of 3."),
        (GENDERS + ",under-25,4\n", 4, "A name is missing in this line."),
        (GENDERS + "age,under-25,4\n", None, '"age" has one group only'),
        (
            GENDERS + "age,under-25,50\nage,25-44,60\n",
            5,
            '"age" adds up to 110 people, but "gender" to 1190.',
        ),
        ("", None, "The file is empty."),
        (HEADER, None, "No group in the file has a number."),
        (HEADER + "gender,woman,\n", None, "No group in the file has a number."),
        ("wie,wat\n", 1, "The first line does not name the columns."),
        ("gender,income,count\nwoman,low,3\n", 1, 'This dialogue does not ask about "income".'),
        ("gender,age,count\nwoman,old,3\n", 2, 'The question "age" has no group "old".'),
        ("gender,gender,count\nwoman,man,3\n", 1, "Two columns have the same name"),
        ("gender,,count\nwoman,man,3\n", 1, "Two columns have the same name"),
        ("gender,age,count\nwoman,25-44,3\nwoman,25-44,3\n", 3, "stands in the file twice."),
        ("gender,age,count\nwoman,,3\n", 2, "A name is missing in this line."),
        (GENDERS.encode() + "gender,é,3\n".encode("latin-1"), 4, "A letter in this line"),
        (GENDERS.encode("utf-16"), 1, "A letter in this line"),
        ("x" * 50_001, None, "The file is larger than 50 kB."),
        (HEADER + '"' + "x" * 40_000, 2, "This line has 1 cells instead of 3."),
    ],
)
def test_a_mistake_is_told_with_its_row_and_what_to_do(data, row, message: str) -> None:
    file = read(data)

    assert file.population is None
    assert file.problems[0].row == row
    assert message in file.problems[0].message % file.problems[0].params
    assert file.problems[0].advice


def test_every_unknown_name_is_told_at_once_with_the_names_that_are_known() -> None:
    file = read(GENDERS + "income,low,9\ngender,unicorn,9\nneighbourhood,Meerzicht,9\n")

    assert [each.row for each in file.problems] == [4, 5, 6]
    assert file.problems[2].params["known"] == "Centrum, Oosterheem, Somewhere else"


def test_what_the_file_lacks_is_named_and_is_no_mistake() -> None:
    file = read(GENDERS + "neighbourhood,centrum,600\nneighbourhood,oosterheem,590\nage,25-44,\n")

    lacking = {
        question["key"]: [option["key"] for option in options] for question, options in file.unnamed
    }
    assert file.population is not None
    assert lacking == {"age": [], "gender": ["other"], "neighbourhood": ["elsewhere"]}


def test_before_the_launch_a_question_may_go_and_its_figures_with_it(
    session: Session, draft: Dialogue, store
) -> None:
    store(GENDERS + "age,25-44,595\nage,45-64,595\n")

    dialogues.change_design(session, draft, background_questions=[STANDARD_QUESTIONS[1]])

    population = population_of(session, draft)
    assert population is not None
    assert population.dimensions == ("gender",)
    dialogues.change_design(session, draft, background_questions=[])
    assert population_of(session, draft) is None


def test_every_sentence_of_the_reader_has_its_words_here() -> None:
    import ast
    import inspect

    from participation import population

    tree = ast.walk(ast.parse(inspect.getsource(population)))
    raised = [
        node.args[0]
        for node in tree
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InvalidPopulation"
    ]
    written = {each.value for each in raised if isinstance(each, ast.Constant)}
    of_lookups = {"there is no dimension '%(name)s'", "'%(name)s' has no group '%(group)s'"}

    assert written - of_lookups <= IN_OUR_WORDS.keys()
    assert len(written) > 8
