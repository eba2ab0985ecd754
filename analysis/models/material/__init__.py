"""What is analysed: the ties of a run, of each replication of an ensemble, or of a register."""

from analysis.models.material.made import made
from analysis.models.material.material import BASE, Kind, Material, Replication, View
from analysis.models.material.opening import open_material
from analysis.models.material.ties import TIES

__all__ = [
    "BASE",
    "TIES",
    "Kind",
    "Material",
    "Replication",
    "View",
    "made",
    "open_material",
]
