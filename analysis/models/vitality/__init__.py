"""Which ties are alive: vitality by age, distance, school exchange, size and form.

An ordered logit of vitality in classes, and a mixed model of the score with partner countries at
random levels. Runs and ensembles only: a register holds no vitality.
"""

from analysis.models.vitality.model import fit

__all__ = ["fit"]
