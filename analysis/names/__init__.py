"""Names of places, found as people write them: without accents, with typos, in part.

>>> from analysis.names import Names
>>> Names(["Köln", "Frankfurt am Main", "Frankfurt (Oder)"]).same("koeln")
[0]
"""

from analysis.names.folding import bare, fold
from analysis.names.index import Names, Near

__all__ = ["Names", "Near", "bare", "fold"]
