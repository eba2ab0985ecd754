"""The key under which names of places are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.places import load_places
from simulation.places.traits import name_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Frankfurt am Main", "frankfurt"),
        ("Frankfurt (Oder)", "frankfurt"),
        ("Châlons-en-Champagne", "chalons"),
        ("Savigny-lès-Beaune", "savigny"),
        ("St. Georgen im Schwarzwald", "saint georgen"),
        ("Sankt Georgen an der Gusen", "saint georgen"),
        ("Saint-Georges", "saint georges"),
        ("Newcastle upon Tyne", "newcastle"),
        ("Nové Město nad Metují", "nove mesto"),
        ("Łódź", "lodz"),
        ("Weißenburg in Bayern", "weissenburg"),
        ("La Rochelle", "rochelle"),
        ("Bolzano/Bozen", "bolzano"),
        ("Bad Homburg vor der Höhe", "bad homburg"),
        ("An", "an"),
        ("(Oder)", "oder"),
        ("", ""),
    ],
)
def test_name_key(name, key):
    assert name_key(name) == key


def test_names_that_only_sound_alike_stay_apart():
    assert name_key("Neustadt") != name_key("Villeneuve")
    assert name_key("Homburg") != name_key("Bad Homburg")
    assert name_key("Sandwich") == "sandwich"  # a word inside a word is no article


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(name):
    key = name_key(name)
    assert name_key(key) == key


def test_every_place_has_a_key():
    assert all(name_key(name) for name in load_places("germany")["name"].to_list())
