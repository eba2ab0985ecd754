"""What describes files that people write: JSON Schemas for editors, and a page for people.

`python -m analysis.reference --write` writes them from the code, the libraries and the ledger.
"""

from analysis.reference.files import written
from analysis.reference.scenario_file import scenario_schema
from analysis.reference.strategy_file import strategy_schema

__all__ = ["scenario_schema", "strategy_schema", "written"]
