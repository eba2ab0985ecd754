"""Numbers of strategy files: what they may be, and the sentence for each mistake."""

import pytest

from scenarios.reading import ScenarioError
from scenarios.strategies import load_strategy

PLAIN = """
budget = 1_000_000
[measures.trips]
what.begins.travel = 0.5
cost = 5000
take_up = 0.2
"""

RANGED = """
budget = 1_000_000
[measures.trips]
what.begins.travel = { value = 0.5, low = 0.1, high = 1.0, class = "C", why = "A guess." }
cost = { value = 5000, low = 3000, high = 9000, class = "B", source = "V20", why = "Published." }
take_up = 0.2
"""


def written(folder, text, name="own.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_number_has_no_range(tmp_path):
    strategy = load_strategy(written(tmp_path, PLAIN))
    assert strategy.inputs() == ()
    measure = strategy.policy().measures["trips"]
    assert (measure.cost, measure.take_up, dict(measure.what.begins)) == (
        5000,
        0.2,
        {"travel": 0.5},
    )


def test_a_number_with_a_range_is_an_input(tmp_path):
    inputs = load_strategy(written(tmp_path, RANGED)).inputs()
    assert [(one.path, one.low, one.value, one.high, one.grade, one.kind) for one in inputs] == [
        ("trips.what.begins.travel", 0.1, 0.5, 1.0, "C", "effect"),
        ("trips.cost", 3000.0, 5000.0, 9000.0, "B", "cost"),
    ]
    assert inputs[1].source == ("V20",)
    assert inputs[0].label == "trips: trips of citizens begin"


def test_a_file_may_bring_its_own_sources(tmp_path):
    own = """
    [sources.town]
    title = "Accounts of a town"
    url = "https://example.org/accounts"
    date = "2024"
    says = "A trip costs 4,000 EUR."
    """
    text = RANGED.replace('"V20"', '["V20", "town"]') + own
    assert load_strategy(written(tmp_path, text)).sources["town"].date == "2024"


def test_a_file_may_extend_one_that_ships(tmp_path):
    text = 'extends = "small_grants"\nmeasures.small_grants.who.side = "east"\nbudget = 5\n'
    strategy, shipped = load_strategy(written(tmp_path, text)), load_strategy("small_grants")
    assert strategy.measures["small_grants"].who.side == "east"
    assert strategy.inputs() == shipped.inputs()
    assert (strategy.budget, strategy.name) == (5, "own")


COST = "cost = 5000"
EFFECT = "what.begins.travel = 0.5"
RANGE = '{ value = 0.5, low = 0.1, high = 1.0, class = "C", why = "A guess." }'

BAD = {
    "misspelt activity": (EFFECT, "what.begins.travels = 0.5", "did you mean 'travel'"),
    "unknown activity": (EFFECT, "what.leaves.football = 0.5", "'football' is not known"),
    "misspelt effect": (EFFECT, "what.begin.travel = 0.5", "did you mean 'begins'"),
    "vitality is no channel": (EFFECT, "what.vitality = 0.5", "no such field"),
    "misspelt field": (COST, "cots = 5000", "did you mean 'cost'"),
    "no cost": (COST, "", "measures.trips.cost: is missing"),
    "cost of nothing": (COST, "cost = 0", "an integer from 1"),
    "part of a euro": (COST, "cost = 4999.5", "an integer"),
    "cost in words": (COST, 'cost = "much"', "an integer"),
    "endless cost": (COST, f"cost = {'9' * 400}", "an integer"),
    "no number": (COST, "cost = nan", "an integer"),
    "switch for a number": (COST, "cost = true", "an integer"),
    "low above high": (EFFECT, f"what.search = {RANGE.replace('0.1', '2.0')}", "should not fall"),
    "value outside": (EFFECT, f"what.search = {RANGE.replace('0.5', '1.5')}", "should not fall"),
    "end out of bounds": (EFFECT, f"what.vacancy = {RANGE.replace('1.0', '21.0')}", "to 20"),
    "class that is none": (EFFECT, f"what.vacancy = {RANGE.replace('"C"', '"D"')}", "A, B, C"),
    "no class": (EFFECT, f"what.vacancy = {RANGE.replace('class = "C", ', '')}", "is missing"),
    "no why": (EFFECT, f"what.vacancy = {RANGE.replace(', why = "A guess."', '')}", "is missing"),
    "empty why": (EFFECT, f"what.vacancy = {RANGE.replace('A guess.', ' ')}", "why: is empty"),
    "no low": (EFFECT, f"what.vacancy = {RANGE.replace('low = 0.1, ', '')}", "low: is missing"),
    "class without source": (EFFECT, f"what.vacancy = {RANGE.replace('"C"', '"B"')}", "a source"),
    "unknown source": (
        EFFECT,
        f"what.vacancy = {RANGE.replace('why', 'source = "V2", why')}",
        "'V2' is not known",
    ),
    "extra in a range": (EFFECT, f"what.vacancy = {RANGE.replace('why', 'mean = 1, why')}", "mean"),
    "infinite end": (EFFECT, f"what.vacancy = {RANGE.replace('1.0', 'inf')}", "from -20 to 20"),
    "chance above one": ("take_up = 0.2", "take_up = 1.2", "from 0 to 1"),
    "share above one": (COST, f"{COST}\nshare = 1.5", "from 0 to 1"),
    "unit that is none": (COST, f'{COST}\nunit = "town"', "one of tie, place"),
    "term of nothing": (COST, f"{COST}\nterm = 0", "from 1 to 50"),
    "status that is none": (COST, f'{COST}\nwho.status = ["asleep"]', "dormant"),
    "unknown country": (COST, f'{COST}\nwho.countries = ["XX"]', "'XX' is not known"),
    "unknown Land": (COST, f'{COST}\nwho.laender = ["DE-XX"]', "'DE-XX' is not known"),
    "ties of a place": (COST, f"{COST}\nunit = 'place'\nwho.years = 3", "unit is a place"),
    "search of a tie": (COST, f"{COST}\nwhat.search = 0.1", "unit is a tie"),
    "no budget": ("budget = 1_000_000", "", "budget: is missing"),
    "budget below zero": ("1_000_000", "-1", "from 0"),
    "ends before it begins": ("budget", "since = 2040\nuntil = 2030\nbudget", "lies before"),
    "name in the file": ("budget", 'name = "x"\nbudget', "name of the file"),
    "extends nothing": ("budget", 'extends = "grants"\nbudget', "small_grants"),
    "path trick": ("budget", 'extends = "../small_grants.toml"\nbudget', "extends"),
    "measure with a blank": ("measures.trips", 'measures."two words"', "small letters"),
    "shares above one": (
        "take_up = 0.2",
        f"take_up = 0.2\n[measures.more]\n{COST}\ntake_up = 0.1",
        "more than 1",
    ),
    "measures in a list": ("[measures.trips]", "[[measures]]", "a table"),
    "mix beside measures": ("budget", "mix.small_grants = 1.0\nbudget", "the one or the other"),
}


@pytest.mark.parametrize(("old", "new", "told"), BAD.values(), ids=BAD)
def test_a_mistake_is_one_sentence(tmp_path, old, new, told):
    assert old in PLAIN
    path = written(tmp_path, PLAIN.replace(old, new, 1))
    with pytest.raises(ScenarioError) as error:
        load_strategy(path)
    message = str(error.value)
    assert message.startswith("own.toml: ")
    assert told in message
    assert "\n" not in message
    assert len(message) <= 400


@pytest.mark.parametrize("name", ["small_grant", "nowhere", "missing.toml", "x\0y", ""])
def test_a_strategy_that_is_not_there(tmp_path, name):
    with pytest.raises(ScenarioError) as error:
        load_strategy(tmp_path / name if name.endswith(".toml") else name)
    assert "\n" not in str(error.value)


def test_a_name_nearly_right_is_told():
    with pytest.raises(ScenarioError, match="did you mean 'small_grants'"):
        load_strategy("small_grant")
