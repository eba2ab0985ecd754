"""Network measures: what the web of ties looks like, recorded or simulated."""

from analysis.models.network.fitting import fit

__all__ = ["fit"]
