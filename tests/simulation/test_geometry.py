"""What models share of the map: blocks, kinds of searchers and near pairs, counted one by one."""

import numpy as np
import pytest

from simulation.choice.geometry import geometry_of, namesakes, near_pairs
from simulation.luck import great_circle_km


@pytest.fixture(scope="module", params=[False, True])
def geometry(request, toy):
    return geometry_of(toy, request.param)


@pytest.mark.parametrize("near_km", [40.0, 250.0])
def test_near_pairs_are_all_pairs_of_two_groups_within_reach(toy, geometry, near_km):
    pairs = near_pairs(geometry, near_km)
    listed = list(zip(pairs.own.tolist(), pairs.partner.tolist(), strict=True))
    expected = set()
    for own in geometry.searchers.tolist():
        km = great_circle_km(toy.point[own], toy.point[geometry.rows])
        close = geometry.rows[(km < near_km) & (toy.group[geometry.rows] != toy.group[own])]
        expected |= {(own, partner) for partner in close.tolist()}
    assert len(expected) == len({pair for pair in listed if pair in expected})
    assert len(listed) == len(set(listed))
    for (own, partner), km in zip(listed, pairs.km.tolist(), strict=True):
        namesake = toy.name_number[own] == toy.name_number[partner]
        assert (own, partner) in expected or near_km <= km < near_km * 1.01 or namesake
    order = list(zip(pairs.own, pairs.region, pairs.partner, strict=True))
    assert order == sorted(order)
    assert np.array_equal(pairs.region, toy.region[pairs.partner])


def test_namesakes_bear_one_name_in_two_groups(toy):
    own, partner = namesakes(geometry_of(toy, False))
    assert np.array_equal(toy.name_number[own], toy.name_number[partner])
    assert not (toy.group[own] == toy.group[partner]).any()
    assert namesakes(geometry_of(toy, True)).shape == (2, 0)


def test_blocks_hold_each_place_once_in_its_cell_and_class(toy, geometry):
    blocks = geometry.blocks
    assert sorted(blocks.members.tolist()) == geometry.rows.tolist()
    cell_of = dict(zip(geometry.rows.tolist(), geometry.cells.cell.tolist(), strict=True))
    for cell, size_class in np.argwhere(blocks.counts > 0):
        first = blocks.first[cell, size_class]
        members = blocks.members[first : first + int(blocks.counts[cell, size_class])]
        assert {cell_of[row] for row in members.tolist()} == {cell}
        size = toy.size[members]
        assert blocks.sizes[0][size_class] <= size.min()
        assert size.max() <= blocks.sizes[1][size_class]
        assert blocks.mean_size[cell, size_class] == pytest.approx(size.mean())


def test_searchers_of_one_kind_share_cell_and_class(geometry):
    kinds, searchers = geometry.kinds, geometry.searchers
    assert np.array_equal(kinds.cell[kinds.of_row[searchers]], kinds.cell_of_row[searchers])
    of_row = kinds.size_class[kinds.of_row[searchers]]
    assert np.array_equal(of_row, kinds.class_of_row[searchers])
    assert np.array_equal(kinds.cell_of_row[searchers], geometry.own_cells.cell)


def test_distances_of_pairs_lie_within_the_bounds_of_their_cells(toy, geometry):
    low, high = geometry.km_bounds
    for place, own in enumerate(geometry.searchers.tolist()):
        km = great_circle_km(toy.point[own], toy.point[geometry.rows])
        cell = geometry.own_cells.cell[place], geometry.cells.cell
        assert np.all(low[cell] <= km + 1e-6)
        assert np.all(km <= high[cell] + 1e-6)


def test_sums_by_region_are_those_of_their_cells(toy, geometry):
    weight = np.arange(1.0, 2.0 * len(geometry.cells) + 1.0).reshape(2, -1)
    sums = geometry.by_region(np.cumsum(weight, axis=1))
    for region in range(len(toy.regions)):
        own = weight[:, geometry.cells.region == region].sum(axis=1)
        assert sums[:, region] == pytest.approx(own)
    assert np.array_equal(geometry.cells.group, toy.region_group[geometry.cells.region])


def test_geometry_is_laid_once_for_a_world_and_level(toy):
    assert geometry_of(toy, False) is geometry_of(toy, False)
    assert geometry_of(toy, False) is not geometry_of(toy, True)
