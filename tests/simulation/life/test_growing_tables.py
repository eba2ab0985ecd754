"""Tables that grow with the ties keep what they hold, each model its own."""

from copy import deepcopy

import numpy as np

from simulation.life.stock import widened


def test_a_wider_table_keeps_its_columns_and_adds_zeros():
    table = np.ones((2, 0))
    for count in (1, 2, 3, 40, 41):
        held = table.shape[1]
        table = widened(table, count)
        assert table.shape == (2, count)
        assert (table[:, held:] == 0.0).all()
        table[:, held:] = count
    assert table[0, [0, 1, 2, 3, 40]].tolist() == [1.0, 2.0, 3.0, 40.0, 41.0]


def test_a_copy_grows_by_itself():
    table = widened(np.zeros(0), 3)
    table[:] = 1.0
    copied = deepcopy(table)
    ours, theirs = widened(table, 4), widened(copied, 4)
    ours[3], theirs[3] = 5.0, 7.0
    theirs[0] = 9.0
    assert ours.tolist() == [1.0, 1.0, 1.0, 5.0]
    assert theirs.tolist() == [9.0, 1.0, 1.0, 7.0]
