"""Statistical analysis of recorded and simulated networks: the same call, the same tables.

`analyse` fits one of the field's models to a run, an ensemble or a register that the user has.
statsmodels does the estimating; this room frames the data and says what each number means.
"""

from analysis.models.frame import coefficients
from analysis.models.results import LEVEL, Analysis, Coefficient, ModelError, Table

__all__ = ["LEVEL", "Analysis", "Coefficient", "ModelError", "Table", "coefficients"]
