"""DATA.md: every table that ships, with its rights."""

import json
import subprocess

import pytest

from analysis.reference.data_page import ROOMS, ROOT, page, shortened, sidecars, tables_of

PAGE = page()
TABLES = (".parquet", ".csv")


def test_every_table_that_ships_has_its_row():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    rooms = ("simulation/", "scenarios/", "analysis/", "reports/")
    shipped = [
        name
        for name in listed.stdout.splitlines()
        if name.startswith(rooms) and name.endswith(TABLES) and "/published/" not in name
    ]
    assert len(shipped) > 40
    assert [name for name in shipped if f"](../{name})" not in PAGE] == []


def test_a_row_tells_producer_licence_and_what_was_done():
    for path in sidecars():
        card = json.loads(path.read_text(encoding="utf-8"))
        (row,) = [line for line in PAGE.splitlines() if f"](../{path.relative_to(ROOT)})" in line]
        assert card["producer"].replace("`", "") in row
        assert card["licence"] in row
        assert len(tables_of(path)) >= 1
    assert all(heading in PAGE for heading in ROOMS.values())


def test_sources_are_listed_with_their_address():
    assert "| `warsaw_pact` | [Treaty of Friendship" in PAGE
    assert "(https://treaties.un.org/) |" in PAGE


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One. Two. Three.", "One. Two. Three."),
        (f"One. {'x' * 20}. Three.", "One."),
        (f"{'word ' * 20}end.", "word word ..."),
    ],
)
def test_long_texts_end_with_a_sentence(text, told):
    assert shortened(text, 12 if "word" in text else 18) == told
