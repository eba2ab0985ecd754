"""Mixes: parts of one budget, numbers shared with the strategies they are made of."""

import pytest

from scenarios.reading import ScenarioError
from scenarios.strategies import draw_inputs, load_strategy, strategy_names

MIXES = [name for name in strategy_names() if load_strategy(name).parts]
HEAD = "budget = 1_000_000\n[mix]\n"


def written(folder, text, name="own.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", MIXES)
def test_a_mix_has_the_numbers_of_its_parts(name):
    mix = load_strategy(name)
    parts = [load_strategy(part) for part in mix.parts]
    assert {one.path: one for one in mix.inputs()} == {
        one.path: one for part in parts for one in part.inputs()
    }
    policy = mix.policy()
    assert sum(measure.share for measure in policy.measures.values()) == pytest.approx(1.0)
    for part in parts:
        for measure, alone in part.policy().measures.items():
            weight = mix.parts[part.name] * alone.share
            assert policy.measures[measure] == alone.model_copy(update={"share": weight})


def test_a_mix_and_its_parts_draw_the_same_values():
    mix, alone = load_strategy("grants_and_digital"), load_strategy("small_grants")
    both = draw_inputs(mix.inputs(), [1, 2, 3])
    single = draw_inputs(alone.inputs(), [1, 2, 3])
    assert both.select(single.columns).equals(single)


def test_a_mix_may_take_a_file_of_the_same_folder(tmp_path):
    written(
        tmp_path,
        "budget = 1\n[measures.trips]\nwhat.begins.travel = 0.5\ncost = 10\ntake_up = 0.5\n",
        "trips.toml",
    )
    mix = load_strategy(written(tmp_path, HEAD + '"trips.toml" = 0.25\nsmall_grants = 0.75\n'))
    shares = {name: measure.share for name, measure in mix.policy().measures.items()}
    assert shares == {"trips": 0.25, "small_grants": 0.75}


BAD = {
    "shares below one": ("small_grants = 0.5\n", "add up to 0.5"),
    "shares above one": ("small_grants = 0.6\nrevival = 0.6\n", "add up to 1.2"),
    "share below zero": ("small_grants = -0.5\nrevival = 1.5\n", "from 0 to 1"),
    "unknown part": ("small_grant = 1.0\n", "did you mean 'small_grants'"),
    "mix of a mix": ("everything = 1.0\n", "is a mix itself"),
    "itself": ('"own.toml" = 1.0\n', "is a mix itself"),
    "file elsewhere": ('"../x.toml" = 1.0\n', "in the same folder"),
    "missing file": ('"x.toml" = 1.0\n', "no such file"),
    "two of one measure": ('small_grants = 0.5\n"twice.toml" = 0.5\n', "in the mix already"),
    "share in words": ('small_grants = "all"\n', "a number"),
}


@pytest.mark.parametrize(("text", "told"), BAD.values(), ids=BAD)
def test_a_bad_mix_is_one_sentence(tmp_path, text, told):
    written(tmp_path, 'extends = "small_grants"\n', "twice.toml")
    path = written(tmp_path, HEAD + text)
    with pytest.raises(ScenarioError) as error:
        load_strategy(path)
    assert told in str(error.value)
    assert str(error.value).startswith("own.toml: ")
    assert "\n" not in str(error.value)
