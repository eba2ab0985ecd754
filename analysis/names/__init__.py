"""Names of places, found as people write them: without accents, with typos, in part.

>>> from analysis.names import Names
>>> Names(["Köln", "Frankfurt am Main", "Frankfurt (Oder)"]).same("koeln")
[0]
"""

from analysis.names.folding import LONGEST, fold
from analysis.names.index import Names, Near
from analysis.names.keys import bare

__all__ = ["LONGEST", "Names", "Near", "bare", "fold"]
