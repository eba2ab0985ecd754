"""Answers: who is listed, with which chance, why, and who is free or full."""

import json

import polars as pl
import pytest

from analysis.canonical import canonical
from analysis.matching import MatchError, Question, match
from analysis.matching.question import read_size

KOELN = 2886242


def ids(world, country):
    here = world.frame.filter(pl.col("country") == country, pl.col("level") == "municipality")
    return here.sort("population_imputed", "id", descending=True)["id"].to_list()


def test_chances_fall_and_add_up_to_one_over_all_places():
    answer = match(Question("Köln", top=10_000), "toy")
    chances = [candidate.probability for candidate in answer.candidates]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1.0)
    assert [c.rank for c in answer.candidates] == list(range(1, len(chances) + 1))
    assert len(chances) == answer.compared == 100
    assert all(c.probability == c.probability_everywhere for c in answer.candidates)
    assert "not known without a register" in answer.notes[-1]
    assert {c.state for c in answer.candidates} == {None}


def test_a_country_takes_all_chances_and_size_only_hides():
    everywhere = match(Question("Köln", top=10_000), "toy")
    french = match(Question("Köln", top=10_000, countries=("fr", "France")), "toy")
    assert {c.country for c in french.candidates} == {"FR"}
    assert sum(c.probability for c in french.candidates) == pytest.approx(1.0)
    share = sum(c.probability for c in everywhere.candidates if c.country == "FR")
    for candidate in french.candidates:
        assert candidate.probability_everywhere == pytest.approx(candidate.probability * share)
    small = match(Question("Köln", countries=("FR",), size=(None, 5_000)), "toy")
    assert small.candidates
    assert all(c.population <= 5_000 for c in small.candidates)
    by_id = {c.id: c for c in french.candidates}
    assert all(by_id[c.id].rank == c.rank for c in small.candidates)


def test_reasons_are_words_and_near_is_said_of_what_is_near(germany):
    answer = match(Question("Frankfurt, Brandenburg", top=1, countries=("PL",)))
    (first,) = answer.candidates
    assert first.name == "Słubice"
    words = "; ".join(reason.words for reason in first.reasons)
    for part in (
        "near: nearer than nearly all",
        "New Hanseatic League",
        "Europastadt",
        "partner regions: Brandenburg and Lubuskie since 2000",
    ):
        assert part in words
    spas = match(Question("Bad Ems", top=3, countries=("FR",)))
    assert any(r.words == "both are spas" for c in spas.candidates for r in c.reasons)
    austria = match(Question("Bad Ems", top=1, countries=("AT",)))
    assert "German is spoken there" in [r.words for r in austria.candidates[0].reasons]


def test_a_register_tells_partners_free_full_and_shared(toy, register):
    french, polish, german = (ids(toy, country) for country in ("FR", "PL", "DE"))
    partner, busy = french[0], french[-1]
    pairs = [(KOELN, partner), (partner, polish[3]), (None, 5), (KOELN, KOELN)]
    pairs += [(other, busy) for other in german[1:9]]
    path = register([*pairs, (partner, KOELN)])
    answer = match(Question("Köln", top=10_000, register=path), "toy")
    found = {c.id: c for c in answer.candidates}
    assert partner not in found
    assert (found[busy].partners, found[busy].state) == (8, "full")
    assert found[busy].readiness < 0.5
    assert (found[french[1]].partners, found[french[1]].state) == (0, "free")
    assert "you have a partner there already" in found[french[1]].against[0].words
    assert found[polish[3]].against == () or found[polish[3]].against[0].kind == "full"
    shared = [r.words for r in found[polish[3]].reasons if r.kind == "shared"]
    assert shared == [f"a partner in common: {toy.frame['name'][toy.row_of[partner]]}"]
    assert answer.register["ties"] == 10
    assert answer.register["unplaced"] == 2
    assert answer.place["partners"] == [toy.frame["name"][toy.row_of[partner]]]
    without = {c.id: c for c in match(Question("Köln", top=10_000), "toy").candidates}
    assert found[french[1]].probability < without[french[1]].probability
    assert found[polish[3]].probability > without[polish[3]].probability


def test_among_lists_all_that_is_listed_and_nothing_else(toy, tmp_path, register):
    french, german = ids(toy, "FR"), ids(toy, "DE")
    listed = [french[5], german[3], french[0], KOELN]
    path = tmp_path / "list.csv"
    rows = "".join(f"{i},x\n" for i in [*listed, french[5]])
    path.write_text("\ufeffid,note\n" + rows, encoding="utf-8")
    tied = register([(KOELN, french[0])])
    answer = match(Question("Köln", top=1, among=path, register=tied), "toy")
    assert {c.id for c in answer.candidates} == set(listed)
    by_id = {c.id: c for c in answer.candidates}
    whole = match(Question("Köln", top=10_000, register=tied), "toy")
    truth = {c.id: c.probability for c in whole.candidates}
    assert by_id[french[5]].probability == truth[french[5]]
    assert by_id[french[0]].probability == 0.0
    assert [r.words for r in by_id[french[0]].against] == ["is your partner already"]
    assert "lies in Germany" in by_id[german[3]].against[0].words


def test_among_takes_names_with_countries(toy, tmp_path):
    row = toy.row_of[ids(toy, "FR")[0]]
    path = tmp_path / "list.csv"
    path.write_text(f"name;country\n{toy.frame['name'][row].upper()};fr\n", encoding="utf-8")
    answer = match(Question("Köln", among=path), "toy")
    assert [c.id for c in answer.candidates] == [int(toy.ids[row])]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no CSV table"),
        (b"id\n", "lists no place"),
        (b"place\n1\n", "has the columns place; needed is id"),
        (b"id\nx\n", "line 2: id 'x' is no place"),
        (b"id\n2886242\n12\n", "line 3: id '12' is no place"),
        (b"id\n=cmd()\n", "is no place"),
        (b"id\n\xff\xfe\n", "no CSV table in UTF-8"),
        (b"name,country\n<img src=x>,FR\n", "is no place in 'FR'"),
        (b"name,country\n,\n", "is no place in ''"),
        (b"id\n" + b"9" * 5_000 + b"\n", "is no place"),
    ],
)
def test_a_wrong_list_is_told_in_one_sentence(tmp_path, content, told):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(MatchError) as error:
        match(Question("Köln", among=path), "toy")
    assert told in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda table: table.drop("b"), "lacks the column 'b'"),
        (lambda table: table.drop("form"), "lacks the column 'form'"),
        (lambda table: table.with_columns(a=pl.lit("x")), "a: expected Int64"),
        (lambda table: table.with_columns(form=pl.lit("love")), "form: 'love', but expected one"),
        (lambda table: table.with_columns(form=pl.lit(None)), "form: 'None', but expected one"),
    ],
)
def test_a_wrong_register_is_told_in_one_sentence(register, change, told):
    path = register([(KOELN, 1)])
    change(pl.read_parquet(path)).write_parquet(path)
    with pytest.raises(MatchError, match=told):
        match(Question("Köln", register=path), "toy")


def test_what_is_no_register_is_told_in_one_sentence(tmp_path):
    path = tmp_path / "register.parquet"
    for content, told in ((None, "no such file"), (b"no parquet", "is no Parquet file")):
        if content:
            path.write_bytes(content)
        with pytest.raises(MatchError, match=told):
            match(Question("Köln", register=path), "toy")


def test_a_tie_of_an_import_counts_though_its_form_is_not_known(register, toy):
    path = register([(KOELN, ids(toy, "FR")[0])])
    table = pl.read_parquet(path)
    table.with_columns(form=pl.lit(None, pl.String), source_row=2).write_parquet(path)
    answer = match(Question("Köln", top=1, register=path), "toy")
    assert (answer.register["ties"], answer.register["unplaced"]) == (1, 0)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (Question("Köln", top=0), "--top 0: expected 1 to 10,000"),
        (Question("Köln", countries=("XX",)), "--country 'XX': the world 'toy' has no place in it"),
        (Question("Köln", countries=("de",)), "the law is that of partners abroad"),
        (Question("Köln", motive="love"), "--motive 'love': expected one of reconciliation"),
        (Question("Köln", motive="development"), "no place of DE-NW looks for partners"),
    ],
)
def test_an_impossible_question_is_told(question, told):
    with pytest.raises(MatchError) as error:
        match(question, "toy")
    assert told in str(error.value)


def test_sizes_are_read_and_refused():
    assert read_size("5000-50000") == (5000, 50000)
    assert (read_size("5000-"), read_size(" -7 ")) == ((5000, None), (None, 7))
    for wrong in ("", "-", "5000", "a-b", "9-5", "1-2-3", "9" * 30 + "-"):
        with pytest.raises(MatchError, match="--size"):
            read_size(wrong)


def test_the_content_is_canonical_and_the_same_again(register, toy):
    path = register([(KOELN, ids(toy, "FR")[0])])
    question = Question("Köln", top=5, register=path)
    first, again = (canonical(match(question, "toy").content()) for _ in range(2))
    assert first == again
    told = json.loads(first)
    assert told["place"]["name"] == "Köln"
    assert set(told["candidates"][0]) >= {"id", "probability", "distance_km", "reasons", "state"}
