"""Details that are put into words when the ledger is read: canonical JSON, each in its row."""

import json
from copy import deepcopy
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.ledger import CANONICAL, Ledger
from simulation.motives import NAMES
from simulation.ties import FORMS, KINDS
from simulation.ways.words import FOUNDED_WORDS
from simulation.wording import Wording, but_zero, joined, one_of, real, whole, word

HARD = st.one_of(st.none(), st.text(max_size=8), st.sampled_from(['"', "\\", "é\n", "a,b", "{}"]))


@pytest.mark.parametrize(
    ("prior", "signed", "stage", "via"),
    list(product([0.0, 0.04, 0.1, 1e16], [0, 1963], [None, "networking event"], [None, "board"])),
)
def test_the_text_of_a_founding_is_canonical(prior, signed, stage, via):
    """What is nothing is left out, but for the contract that was not signed."""
    columns = {"form": [0], "initiator": [9162000], "kind": [0], "motive": [2]}
    told = {"prior": [prior], "signed": [signed], "stage": [stage], "via": [via]}
    maybe = {"prior": round(prior, 1) or None, "stage": stage, "via": via}
    detail = {
        "form": FORMS[0],
        "initiator": 9162000,
        "kind": KINDS[0],
        "motive": NAMES[2],
        "signed": signed or None,
        **{name: value for name, value in maybe.items() if value is not None},
    }
    texts = FOUNDED_WORDS.texts({**columns, **told})
    assert texts.to_list() == [CANONICAL.encode(detail)]


@given(
    st.lists(
        st.tuples(
            st.integers(-(2**62), 2**62),
            st.floats(-1e6, 1e6, allow_nan=False),
            HARD,
            st.integers(0, 2),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_texts_are_those_of_the_encoder(rows):
    words = ["twinning", 'a "quoted" one', None]
    wording = Wording({"z": whole, "number": real(4), "why": word, "a": one_of(words)})
    numbers, reals, why, places = zip(*rows, strict=True)
    told = {"z": np.array(numbers), "number": np.array(reals), "why": why, "a": np.array(places)}
    expected = [
        {
            "z": number,
            "number": round(value, 4),
            **({} if reason is None else {"why": reason}),
            **({} if words[place] is None else {"a": words[place]}),
        }
        for number, value, reason, place in rows
    ]
    assert wording.texts(told).to_list() == [CANONICAL.encode(detail) for detail in expected]


def test_zero_can_be_told_otherwise():
    assert but_zero(whole, "null")([0, 10, 100]).to_list() == ["null", "10", "100"]
    assert but_zero(real(1), None)([0.04, 0.05, 10.0]).to_list() == [None, "0.1", "10.0"]


def test_columns_of_either_sort_are_joined():
    assert joined([np.array([1]), np.array([2, 3])]).tolist() == [1, 2, 3]
    assert joined([["a"], ("b",), []]) == ["a", "b"]
    assert joined([np.array([1]), [2]]) == [1, 2]


ONE, TWO = Wording({"n": whole}), Wording({"word": word})


def rows_of(ledger):
    return [
        (row["year"], row["event"], row["tie"], row["a"], row["b"], json.loads(row["detail"]))
        for row in ledger.frame().iter_rows(named=True)
    ]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=25))
def test_rows_keep_their_order_however_they_were_written(steps):
    """Single rows, many at once of two wordings, copies and readings in between."""
    ledger, expected = Ledger(), []
    for turn, (sort, count) in enumerate(steps):
        year, ties = 1950 + turn, np.arange(count) + 10 * turn
        if sort == 0:
            ledger.append(year, "ended", turn, (1, 2), why="x")
            expected.append((year, "ended", turn, 1, 2, {"why": "x"}))
        elif sort == 1:
            ledger.append_place(year, "joined", turn)
            expected.append((year, "joined", None, turn, None, {}))
        elif sort == 2:
            ledger.extend(year, "began", ties, (ties + 1, ties + 2), ONE, {"n": ties})
            expected += [(year, "began", n, n + 1, n + 2, {"n": n}) for n in ties.tolist()]
        elif sort == 3:
            events = ["weakened", "slept", "recovered"][:count]
            why = ["a", None, "b"][:count]
            ledger.extend(year, events, ties, (ties, ties), TWO, {"word": why})
            expected += [
                (year, event, n, n, n, {} if reason is None else {"word": reason})
                for n, event, reason in zip(ties.tolist(), events, why, strict=True)
            ]
        else:
            assert len(ledger) == len(expected)
            ledger = deepcopy(ledger)
    assert len(ledger) == len(expected)
    assert rows_of(ledger) == expected
