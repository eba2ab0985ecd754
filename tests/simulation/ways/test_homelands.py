"""Origins of the expelled in a world: shares that are shares."""

import dataclasses

import numpy as np
import pytest

from simulation.ways.homelands import Origins, origins_of


def test_shares_are_relative_to_all_who_came_to_the_west(toy):
    """Weighted with the inhabitants of each part, they give one for the West."""
    origins, rows = origins_of(toy), toy.searchers
    people = np.where(toy.is_district[rows], 0.0, toy.population[rows])
    west = ~toy.east[rows]
    parts = np.unique(origins.part[origins.part >= 0])
    assert len(parts) > 1
    assert len(parts) == len(origins.weights)
    mean = (origins.share * people)[west].sum() / people[west].sum()
    assert mean == pytest.approx(1.0)


def test_a_searcher_asks_each_homeland_by_the_people_who_came():
    none, some = np.zeros(0, dtype=np.int64), np.arange(2)
    origins = Origins(
        share=np.ones(2),
        part=np.array([1, 0]),
        weights=np.array([[1.0, 2.0, 3.0, 2.0], [0.0, 0.0, 5.0, 0.0]]),
        members={False: (some, some, some, none), True: (none, none, none, none)},
    )
    assert origins.chances(1, districts=False).tolist() == pytest.approx([1 / 6, 2 / 6, 3 / 6, 0])
    assert origins.chances(0, districts=False).tolist() == [0.0, 0.0, 1.0, 0.0]
    assert origins.chances(1, districts=True).tolist() == [0.0] * 4
    alone = dataclasses.replace(origins, weights=origins.weights[:, ::-1])
    assert alone.chances(1, districts=False).sum() == pytest.approx(1.0)
