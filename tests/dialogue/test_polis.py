"""The Polis view equals what Polis' production maths computed, and its published figures."""

import csv
import json

import numpy as np
import pytest

from dialogue.opinion import (
    polis_group_informed_consensus,
    polis_majority,
    polis_priority,
    polis_representativeness,
    polis_select_representative,
    polis_two_proportions,
)

CONVERSATIONS = ["25ptpt-3gp-no-strict-with-meta", "below-100-ptpts"]


class Golden:
    """One conversation with the output of Polis' own maths; tallies are recounted here."""

    def __init__(self, folder):
        self.maths = json.loads((folder / "math-pca2.json").read_text())
        self.columns = sorted(self.maths["tids"])
        votes = json.loads((folder / "votes.json").read_text())
        self.latest = {
            (
                vote.get("pid", vote.get("participant_id")),
                vote.get("tid", vote.get("statement_id")),
            ): (vote["vote"])
            for vote in sorted(votes, key=lambda vote: float(vote["modified"]))
        }
        base = self.maths["base-clusters"]
        members = dict(zip(base["id"], base["members"], strict=True))
        self.groups = [
            {person for base_id in group["members"] for person in members[base_id]}
            for group in self.maths["group-clusters"]
        ]

    def tally(self, vote=None, groups=None):
        groups = self.groups if groups is None else groups
        counts = np.zeros((len(groups), len(self.columns)))
        for (person, statement), value in self.latest.items():
            for number, group in enumerate(groups):
                if person in group and vote in (None, value):
                    counts[number, self.columns.index(statement)] += 1
        return counts

    def per_column(self, figures):
        return np.array([figures[str(statement)] for statement in self.columns])

    def is_in(self, key):
        return np.isin(self.columns, self.maths[key])


@pytest.fixture(params=CONVERSATIONS)
def golden(request, shared_data):
    return Golden(shared_data / "polis-golden" / request.param)


def test_group_tallies_are_exactly_those_of_polis(golden):
    tallies = {"A": golden.tally(1), "D": golden.tally(-1), "S": golden.tally()}

    for letter, counts in tallies.items():
        for number, group in enumerate(golden.maths["group-clusters"]):
            votes = golden.maths["group-votes"][str(group["id"])]["votes"]
            assert [votes[str(s)][letter] for s in golden.columns] == counts[number].tolist()


def test_group_informed_consensus_equals_polis(golden):
    consensus = polis_group_informed_consensus(golden.tally(1), golden.tally())

    expected = golden.per_column(golden.maths["group-aware-consensus"])
    np.testing.assert_allclose(consensus, expected, rtol=0, atol=1e-12)


def test_representativeness_equals_polis_for_every_statement_it_selected(golden):
    found = polis_representativeness(golden.tally(1), golden.tally(-1), golden.tally())

    for number, group in enumerate(golden.maths["group-clusters"]):
        for wanted in golden.maths["repness"][str(group["id"])]:
            at = number, golden.columns.index(wanted["tid"])
            assert found.side[at] == (1 if wanted["repful-for"] == "agree" else -1)
            assert found.successes[at] == wanted["n-success"]
            assert found.trials[at] == wanted["n-trials"]
            assert found.probability[at] == pytest.approx(wanted["p-success"], abs=1e-12)
            assert found.probability_test[at] == pytest.approx(wanted["p-test"], abs=1e-12)
            assert found.ratio[at] == pytest.approx(wanted["repness"], abs=1e-12)
            # Polis keeps this one in single precision.
            assert found.ratio_test[at] == pytest.approx(wanted["repness-test"], abs=5e-7)


def test_the_selected_statements_are_those_of_polis_in_its_order(golden):
    chosen = polis_select_representative(
        golden.tally(1), golden.tally(-1), golden.tally(), golden.is_in("mod-out")
    )

    for number, group in enumerate(golden.maths["group-clusters"]):
        wanted = [item["tid"] for item in golden.maths["repness"][str(group["id"])]]
        assert [golden.columns[column] for column in chosen[number]] == wanted


def test_priorities_equal_polis_where_it_did_not_store_the_constant(golden):
    extremity = dict(
        zip(golden.maths["tids"], golden.maths["pca"]["comment-extremity"], strict=True)
    )

    priority = polis_priority(
        golden.tally(1),
        golden.tally(0),
        golden.tally(),
        [extremity[statement] for statement in golden.columns],
        golden.is_in("meta-tids"),
    )

    stored = golden.per_column(golden.maths["comment-priorities"])
    np.testing.assert_allclose(priority[stored != 49], stored[stored != 49], rtol=1e-12)
    assert np.all(priority[golden.is_in("meta-tids")] == 49)


@pytest.mark.parametrize(("key", "vote"), [("agree", 1), ("disagree", -1)])
def test_the_majority_lists_are_those_of_polis(golden, key, vote):
    everyone = [{person for person, _ in golden.latest}]

    chosen = polis_majority(
        golden.tally(vote, everyone)[0], golden.tally(None, everyone)[0], golden.is_in("mod-out")
    )

    wanted = [item["tid"] for item in golden.maths["consensus"][key]]
    assert [golden.columns[column] for column in chosen] == wanted


def test_consensus_equals_the_published_column_of_all_371_statements(shared_data):
    folder = shared_data / "polis" / "bg2050-volunteers"
    with (folder / "participants-votes.csv").open(encoding="utf-8") as file:
        header, *people = csv.reader(file)
    with (folder / "comments.csv").open(encoding="utf-8") as file:
        published = {
            row["comment-id"]: float(row["group-informed-consensus"])
            for row in csv.DictReader(file)
        }
    agree, seen = np.zeros((2, len(header) - 7)), np.zeros((2, len(header) - 7))
    for person in people:
        if person[2]:
            agree[int(person[2])] += [vote == "1" for vote in person[7:]]
            seen[int(person[2])] += [vote != "" for vote in person[7:]]

    consensus = polis_group_informed_consensus(agree, seen)

    assert len(published) == len(consensus) == 371
    expected = [published[statement] for statement in header[7:]]
    np.testing.assert_allclose(consensus, expected, rtol=0, atol=1e-12)


def test_reference_values_of_the_formulas():
    assert polis_two_proportions(15, 24, 56, 71) == pytest.approx(-1.514067, abs=1e-6)
    consensus = polis_group_informed_consensus([[80], [30], [5]], [[100], [40], [10]])
    assert consensus[0] == pytest.approx(0.293067, abs=1e-6)
    nothing = np.zeros((1, 3))
    priority = polis_priority(nothing, nothing, nothing, [0, 1, 3], [False] * 3)
    np.testing.assert_allclose(priority, [81 / 16, 20.25, 81])


def test_a_statement_without_votes_has_z_one_and_is_never_selected():
    found = polis_representativeness([[0, 9], [0, 1]], [[0, 0], [0, 8]], [[0, 9], [0, 9]])
    chosen = polis_select_representative([[0, 9], [0, 1]], [[0, 0], [0, 8]], [[0, 9], [0, 9]])

    assert found.probability_test[0, 0] == 1.0
    assert chosen == [[1], [1]]


def test_a_tiny_group_moves_the_product_as_much_as_a_large_one():
    agree, seen = np.array([[90.0], [8]]), np.array([[100.0], [8]])

    with_them = polis_group_informed_consensus(agree, seen)
    without = polis_group_informed_consensus([[90], [0]], seen)

    assert with_them / without == pytest.approx(9)


@pytest.mark.parametrize("shape", [(0, 4), (2, 0), (1, 1)])
def test_empty_tallies_give_empty_answers(shape):
    nothing = np.zeros(shape)

    assert polis_group_informed_consensus(nothing, nothing).shape == shape[1:]
    assert len(polis_select_representative(nothing, nothing, nothing)) == shape[0]


def test_tallies_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="shape"):
        polis_group_informed_consensus([[1]], [[1, 2]])
    with pytest.raises(ValueError, match="zero"):
        polis_group_informed_consensus([[np.nan]], [[1]])
