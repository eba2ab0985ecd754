"""Choice: given that a place found a partner, what made it this one among all there were."""

from analysis.models.choice.fitting import fit
from analysis.models.choice.published import published_choice

__all__ = ["fit", "published_choice"]
