"""Room on a map: circles moved apart until none hides another, names where nothing else stands."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

ROUNDS = 400
"""Small moves that are made at most."""
GAP = 1.5
"""Drawing units between two circles."""


def apart(
    points: NDArray[np.float64], radius: float, size: tuple[float, float]
) -> NDArray[np.float64]:
    """Points moved as little as it takes until circles around them do not touch.

    Parameters
    ----------
    points : (n, 2), drawing units; the first stays where it is
    radius : of each circle
    size : width and height of the drawing, which no circle leaves

    Returns
    -------
    (n, 2); circles may touch still where the drawing has no room for all
    """
    moved = points.astype(np.float64).copy()
    if len(moved) < 2:
        return moved
    # places at the very same point part in directions of their own
    angle = 2.399963 * np.arange(len(moved))
    nudge = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    need = 2.0 * radius + GAP
    low, high = radius + 1.0, np.array(size) - radius - 1.0
    for _ in range(ROUNDS):
        step = moved[:, None, :] - moved[None, :, :]
        far = np.hypot(step[..., 0], step[..., 1])
        np.fill_diagonal(far, need)
        lack = np.maximum(need - far, 0.0)
        if lack.max() < 0.01:
            break
        same = far < 1e-6
        way = np.where(same[..., None], nudge[:, None, :] - nudge[None, :, :], step)
        length = np.maximum(np.hypot(way[..., 0], way[..., 1]), 1e-9)
        push = (way / length[..., None] * (0.5 * lack)[..., None]).sum(axis=1)
        push[1:] += (way[1:, 0] / length[1:, 0, None]) * (0.5 * lack[1:, 0, None])
        push[0] = 0.0
        moved[1:] = np.clip(moved[1:] + 0.7 * push[1:], low, high)
    return moved


@dataclass
class Room:
    """What of a drawing is taken.

    Attributes
    ----------
    width, height : of the drawing, units
    boxes : middle and half extents (x, y, across, up) of what stands there
    """

    width: float
    height: float
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, x: float, y: float, across: float, up: float) -> None:
        """Keep a box free of all that comes later."""
        self.boxes.append((x, y, across, up))

    def find(
        self, x: float, y: float, reach: float, across: float, up: float
    ) -> tuple[float, float] | None:
        """Middle of a free box beside a point, below, above, to its right or left; it is taken.

        Parameters
        ----------
        x, y : of the point
        reach : units around it that are its own
        across, up : half extents of the box
        """
        for dx, dy in (
            (0.0, reach + up),
            (0.0, -reach - up),
            (reach + across, 0.0),
            (-reach - across, 0.0),
        ):
            a, b = x + dx, y + dy
            inside = across <= a <= self.width - across and up <= b <= self.height - up
            if inside and not any(
                abs(a - c) < across + w and abs(b - d) < up + h for c, d, w, h in self.boxes
            ):
                self.take(a, b, across, up)
                return a, b
        return None
