"""Ablations: the model without one mechanism at a time, refitted, and scored as the whole is.

>>> from analysis.ablations import mechanisms
>>> list(mechanisms())
['no_history', 'no_proximity', 'no_similarity', 'uniform_choice']
"""

from analysis.ablations.mechanisms import WHOLE, Mechanism, ablated, mechanisms

__all__ = ["WHOLE", "Mechanism", "ablated", "mechanisms"]
