"""What a tie lives by: kinds of activity, who carries them, and whom they bring together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Activity:
    """One kind of activity.

    The shape of it is assumed and does not vary between scenarios; its level is the field
    `level` of `parameters.life`.

    Attributes
    ----------
    name : str
    level : str
        Field of `parameters.life` that holds its chance to begin.
    people : float
        Travellers relative to citizens' travel.
    young, old : float or None
        Shares under 30 and over 60 of those who meet; None where a parameter tells it.
    carrier : (int, int)
        Youngest and oldest age at which someone takes it up.
    theme : int
        +1 where development ties do more of it, -1 where they do less.
    first : int
        Year from which it can be.
    travels : bool
        Whether people must travel: distance and closed borders then matter.
    """

    name: str
    level: str
    people: float
    young: float
    old: float | None
    carrier: tuple[int, int]
    theme: int = 0
    first: int = 1945
    travels: bool = True


ACTIVITIES: tuple[Activity, ...] = (
    Activity("travel", "travel", 1.0, 0.08, None, (40, 65), theme=-1),
    Activity("school", "school", 0.35, 0.85, 0.02, (30, 50)),
    Activity("sport", "clubs", 0.5, 0.30, 0.15, (30, 55), theme=-1),
    Activity("music", "clubs", 0.6, 0.20, 0.35, (35, 60), theme=-1),
    Activity("expert", "expert", 0.12, 0.10, 0.15, (35, 55), theme=1),
    Activity("digital", "digital", 0.3, 0.50, 0.05, (25, 50), first=2000, travels=False),
    Activity("visits", "visits", 0.15, 0.02, 0.50, (45, 65)),
    Activity("ambassadors", "ambassadors", 0.03, 0.50, 0.10, (25, 60)),
)
"""Order keys draws and is part of every result: append, never insert."""

NAMES: tuple[str, ...] = tuple(activity.name for activity in ACTIVITIES)
AMBASSADORS = NAMES.index("ambassadors")
COUNT = len(ACTIVITIES)

TRAVELS = np.array([activity.travels for activity in ACTIVITIES])
CARRIERS = np.array([activity.carrier for activity in ACTIVITIES], dtype=np.int64)


def ages(activity: Activity, elders: float) -> tuple[float, float]:
    """Shares under 30 and over 60 of the people of an activity; `elders` for citizens' travel."""
    return activity.young, elders if activity.old is None else activity.old
