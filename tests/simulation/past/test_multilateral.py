import polars as pl
import pytest

from simulation.past import PastError
from simulation.past.bonds.multilateral import load_members, members_of
from simulation.places import load_places


def test_every_member_is_a_municipality_of_the_frame_under_its_name():
    frame = load_places("germany").filter(pl.col("level") == "municipality")
    places = {row[0]: row[1:] for row in frame.select("id", "name", "country").iter_rows()}
    for member in load_members():
        assert places[member.id] == (member.name, member.country)


def test_the_league_is_near_its_published_size_and_spread():
    league = [member for member in load_members() if member.group == "hanse"]
    countries = {member.country for member in league}
    assert 170 <= len(league) <= 200
    # The peoples that the Toruń page names; Iceland is not in the frame, Scots and Britons are GB.
    named = "BE BY DE EE FI FR GB LT LV NL NO PL RU SE"
    assert " ".join(sorted(countries)) == named
    assert sum(member.country == "PL" for member in league) == 23
    assert 90 <= sum(member.country == "DE" for member in league) <= 110


def test_what_no_page_names_is_marked():
    league = [member for member in load_members() if member.group == "hanse"]
    sourced = [m for m in league if "own_judgement" not in m.sources]
    assert len(sourced) == 53
    assert all("hanse_org" in m.sources or m.name == "Lübeck" for m in league if m not in sourced)


def test_years_of_record():
    assert members_of("europastadt_goerlitz", 1997) == ()
    assert members_of("europastadt_goerlitz", 1998) == members_of("europastadt_goerlitz")
    assert len(members_of("douzelage", 1990)) == 0
    assert len(members_of("douzelage", 2004)) == 16
    assert len(members_of("hanse", 1980)) == 2
    assert len(members_of("hanse", 2017)) == 4


def test_a_pair_across_the_border_has_one_member_on_each_side():
    for group in {m.group for m in load_members() if m.group.startswith("europastadt")}:
        countries = sorted(m.country for m in load_members() if m.group == group)
        assert countries == ["DE", "PL"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("douzelage,Altea", ",Altea", "line 2 must have a group, a name and an id"),
        ("ES,2521804", "XX,2521804", "country in line 2 is 'XX'"),
        ("2521804,1991", "2521804,1291", "joined in line 2 is 1291"),
        ("2521804", "x", "id is 'x' in one row"),
        ("2885070", "2521804", "id 2521804 in line 3 stands in douzelage already"),
        ("1991,douzelage", "1991,hearsay", "source of line 2 is 'hearsay'"),
        ("europastadt_guben,Gubin", "europastadt_gubin,Gubin", "has one member, but must have two"),
    ],
)
def test_a_mistake_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_members((edited("rings.csv", old, new),))
    assert str(error.value).startswith("rings.csv: ")


def test_an_unknown_group_is_refused():
    with pytest.raises(PastError, match="group is 'atlantis'"):
        members_of("atlantis")
