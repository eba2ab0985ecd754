"""What a comparison comes to: the front, what is robust, what decides, on invented comparisons."""

import importlib.util
from pathlib import Path

import pytest

from analysis.strategies import compare
from reports.papers.what_would_revive_it import labels
from reports.papers.what_would_revive_it.numbers import all_numbers, key_of
from reports.papers.what_would_revive_it.reading import read
from reports.strategies.tables import Tables
from scenarios.runs import choose
from scenarios.strategies import load_strategy, strategy_names

RUNS = 24


def invented():
    """How the tests of the comparison page invent outcomes whose truth is known."""
    path = Path(__file__).parents[1] / "strategies" / "conftest.py"
    spec = importlib.util.spec_from_file_location("invented_comparisons", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = invented()


def made(*rows, number=RUNS, **options):
    """A comparison of strategies: name, gain and width of its range."""
    some = [MADE.Made(name, name.capitalize(), gain, width) for name, gain, width in rows]
    return compare(MADE.material_of(some, number, **options), permutations=20)


def test_one_that_always_leads_stands_alone():
    found = read(made(("revival", 200.0, 0.2), ("small_grants", 50.0, 0.2)))
    assert found.front == ("revival",)
    assert found.behind == ("small_grants",)
    assert found.beaten == {"small_grants": 1.0}
    assert found.robust == ("revival",)


def test_two_with_wide_ranges_cannot_be_told_apart():
    found = read(made(("revival", 100.0, 0.9), ("search_board", 98.0, 0.9), ("successors", 5, 0.1)))
    assert set(found.front) == {"revival", "search_board"}
    assert found.behind == ("successors",)
    assert found.leader == found.order[0] == found.front[0]


def test_what_decides_is_an_input_of_the_two():
    found = read(made(("revival", 100.0, 0.9), ("search_board", 98.0, 0.9)))
    paths = {one.path for one in found.deciders}
    assert paths <= {"revival.strength", "search_board.strength"}
    assert paths
    assert {one.rival for one in found.deciders} == set(found.front[1:])


def test_what_harms_is_neither_robust_nor_helping():
    found = read(made(("revival", 100.0, 0.2), ("digital_meetings", -20.0, 0.2)))
    assert found.helping == ("revival",)
    assert found.order[-1] == "digital_meetings"


def test_nothing_is_robust_where_nothing_helps():
    found = read(made(("revival", -5.0, 0.2), ("small_grants", -20.0, 0.2)))
    assert found.robust == ()
    assert found.helping == ()


def test_without_runs_on_equal_terms_nothing_is_called_robust():
    found = read(made(("revival", 100.0, 0.2), ("small_grants", 20.0, 0.2), equal=False))
    assert found.helping
    assert found.robust == ()


def test_doing_nothing_takes_no_part():
    some = [MADE.Made("revival", "Revival", 100.0, 0.2), MADE.Made("small_grants", "Grants", 20.0)]
    some.append(MADE.Made("nothing", "Nothing", 0.0, spent=0.0))
    found = read(compare(MADE.material_of(some, RUNS), permutations=20))
    assert found.order == ("revival", "small_grants")


def test_numbers_are_those_of_the_comparison():
    comparison = made(("revival", 200.0, 0.2), ("small_grants", 50.0, 0.2))
    tables = Tables(comparison)
    numbers = all_numbers(tables, read(comparison))
    ranking = tables.frames["ranking"]
    own = {row["strategy"]: row for row in ranking.to_dicts() if row["terms"] == "own"}
    assert numbers.value("revival.gain") == pytest.approx(own["revival"]["mean"])
    assert numbers.value("small_grants.helps") == own["small_grants"]["helps"]
    assert numbers.value("runs") == RUNS
    assert numbers.value("budget.whole") == 20 * numbers.value("budget")
    assert numbers.value("leader.least") == 1.0
    base = numbers.value("base.living")
    assert numbers.value("leader.relative") == pytest.approx(own["revival"]["mean"] / base)
    assert numbers.value(f"revival.size.{key_of('under 5,000')}") != 0


def test_every_input_of_every_strategy_has_words_in_both_languages():
    from analysis.strategies.study import ranges

    known = ranges(choose("outlook"), [load_strategy(name) for name in strategy_names()])
    words = {
        language: [labels.unknown(one.path, language) for one in known] for language in ("en", "de")
    }
    assert len(known) > 80
    for told in words.values():
        assert len(set(told)) == len(known)
        assert not any("{" in word for word in told)


def test_an_input_that_is_not_known_is_an_error():
    with pytest.raises(KeyError):
        labels.unknown("revival.nonsense", "de")


def test_every_strategy_has_a_german_title_and_text():
    from reports.papers.what_would_revive_it.cards import TEXTS

    assert set(strategy_names()) == set(labels.STRATEGIES) == set(TEXTS)


def test_groups_have_names_in_both_languages():
    from analysis.strategies.groups import GROUPS

    for by, groups in GROUPS.items():
        for name in groups if by != "all" else ():
            assert labels.group(by, name, "en")
            assert "under" not in labels.group(by, name, "de")
    assert labels.group("size", "5,000-19,999", "de") == "5\u202f000–19\u202f999"
    assert labels.group("country", "FR", "de") == "Frankreich"
