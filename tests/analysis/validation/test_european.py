"""Published figures of Europe beside a European run."""

import polars as pl
import pytest

from analysis.validation.european import compared, measure
from analysis.validation.european.declared import European, european_figures, read_figures
from analysis.validation.european.measured import registered
from scenarios import load

COUNTRIES = ["FR", "FR", "GB", "IT", "DE", "RU", "US"]
PLACES = pl.DataFrame({"id": range(1, 8), "country": COUNTRIES})
ALL_KEPT = {
    "surveyed": {"contact": 1.0, "friendship": 1.0, "partnership": 1.0},
    "reported": {"contact": 1.0, "friendship": 1.0, "partnership": 1.0},
    "lag": 0.0,
}


def parameters(until=2025, **recording):
    history = load("history")
    content = {**history.model_dump(), "until": until}
    content["recording"] |= recording
    return type(history).model_validate(content)


def ties(*rows):
    """Ties of (a, b, founded, ended), signed when founded."""
    return pl.DataFrame(
        [
            (a, b, "twinning", "partnership", founded, founded, ended)
            for a, b, founded, ended in rows
        ],
        schema={
            "a": pl.Int64,
            "b": pl.Int64,
            "kind": pl.String,
            "form": pl.String,
            "founded": pl.Int32,
            "signed": pl.Int32,
            "ended": pl.Int32,
        },
        orient="row",
    )


def measured(*rows, **changes):
    frame = measure(ties(*rows), PLACES, parameters(**{**ALL_KEPT, **changes}))
    return dict(frame.iter_rows())


def test_one_figure_alone_set_the_level_and_all_else_of_others_is_kept_back():
    for one in european_figures():
        german = "DE" in (one.one, one.other)
        whole = one.one is None and one.measure == "ties"
        assert (one.role == "fitted") == (german or whole), one.title
        assert one.role == "kept back" or one.note


def test_every_figure_has_a_cell_a_number_and_a_source():
    cells = [one.cell for one in european_figures()]
    assert len(set(cells)) == len(cells) > 20
    for one in european_figures():
        low, high = one.recorded
        assert low > 0.0
        assert high is None or high > low
        assert one.low in one.source


def test_ties_are_counted_by_pair_and_year():
    found = measured(
        (1, 3, 1970, None),  # FR-GB
        (2, 3, 2015, None),  # FR-GB, later
        (1, 4, 1970, 2012),  # FR-IT, ended since
        (1, 5, 1970, None),  # FR-DE
        (1, 6, 1995, None),  # FR-RU
        (5, 7, 1970, None),  # DE-US
        (1, 2, 1970, None),  # within France: domestic
    )
    assert found["FR|GB|2023"] == pytest.approx(2.0, rel=0.02)
    assert found["FR|2010"] == pytest.approx(4.0, rel=0.02)
    assert found["IT|FR|2010"] == pytest.approx(1.0, rel=0.02)
    assert found["FR|IT|2023"] == 0.0
    assert found["DE|2010"] == pytest.approx(2.0, rel=0.02)  # with towns overseas
    assert found["2010"] == pytest.approx(3.0, rel=0.02)  # neither Russia nor overseas
    assert found["FR|RU|2023"] == pytest.approx(1.0, rel=0.02)


def test_a_register_lacks_some_and_a_sponsorship_is_no_tie():
    half = {**ALL_KEPT, "surveyed": dict.fromkeys(ALL_KEPT["surveyed"], 0.5)}
    assert measured((1, 3, 1970, None), **half)["GB|2008"] == pytest.approx(0.5)
    sponsored = ties((1, 3, 1970, None)).with_columns(kind=pl.lit("sponsorship"))
    found = dict(measure(sponsored, PLACES, parameters(**ALL_KEPT)).iter_rows())
    assert found["GB|2008"] == 0.0


def test_a_contract_signed_later_counts_as_a_contact_before():
    recording = {
        **ALL_KEPT,
        "surveyed": {"contact": 0.25, "friendship": 0.5, "partnership": 1.0},
    }
    late = ties((1, 3, 1970, None)).with_columns(signed=pl.lit(1990, dtype=pl.Int32))
    given = parameters(**recording)
    assert registered(late, 1980, given) == pytest.approx(0.25)
    assert registered(late, 1994, given) == pytest.approx(1.0)


def test_a_run_that_ends_before_a_figure_has_none_of_it():
    found = measured((1, 3, 1970, None), until=2015)
    assert found["FR|GB|2023"] is None
    assert found["GB|2008"] > 0.0


def test_properties_of_the_network():
    # a triangle and a tie apart: all open paths are closed; all degrees alike have no correlation
    found = measured((1, 3, 1970, None), (3, 4, 1970, None), (1, 4, 1970, None))
    assert found["clustering|2017"] == pytest.approx(1.0)
    assert found["assortativity|2017"] is None
    star = measured((1, 3, 1970, None), (1, 4, 1970, None), (1, 5, 1970, None))
    assert star["clustering|2017"] == 0.0
    assert star["assortativity|2017"] == pytest.approx(-1.0)


def test_the_card_sets_runs_beside_the_record_and_says_what_was_fitted():
    runs = [
        pl.DataFrame({"cell": [one.cell for one in european_figures()]}).with_columns(
            value=pl.Series([one.recorded[0] * factor for one in european_figures()])
        )
        for factor in (1.0, 1.02, 1.04)
    ]
    frame = compared(runs).frame
    assert frame["replications"].to_list() == [3] * frame.height
    assert frame["inside90"].all()
    first = frame.row(0, named=True)
    assert first["recorded_high"] > first["recorded"]
    assert first["relative_error"] == 0.0  # within the range
    pair = frame.filter(pl.col("cell") == "FR|GB|2023").row(0, named=True)
    assert pair["relative_error"] == pytest.approx(0.02)
    far = compared([run.with_columns(pl.col("value") * 1.5) for run in runs]).frame
    assert not far["inside90"].any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('low = "C999999"', "No published figure"),
        ('role = "guessed"', "role"),
        ('one = "XX"', "no country"),
        ('other = "FR"', "needs `one`"),
        ("colour = 3", "colour"),
    ],
)
def test_a_wrong_declaration_is_refused(tmp_path, change, message):
    entry = {"title": '"t"', "year": "2010", "low": '"C002"', "role": '"kept back"'}
    key, _, value = change.partition(" = ")
    lines = [f"{name} = {text}" for name, text in {**entry, key: value}.items()]
    file = tmp_path / "figures.toml"
    file.write_text("[[figures]]\n" + "\n".join(lines), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_figures(file)


def test_cells_of_the_declaration_are_short_names():
    told = {"title": "t", "year": 2010, "low": "C002", "role": "kept back"}
    assert European(**told).cell == "2010"
    assert European(**told, one="FR", other="IT").cell == "FR|IT|2010"
    assert European(**told, measure="clustering").cell == "clustering|2010"
