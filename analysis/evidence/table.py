"""The ledger as a table that ships: `evidence.csv` with its sidecar."""

from __future__ import annotations

import hashlib
import json

from analysis.evidence.inputs import Inputs
from analysis.evidence.ledger import Row, frame
from analysis.recorded import sidecar


def table_text(rows: list[Row]) -> str:
    """The ledger as CSV, one row a number."""
    return frame(rows).write_csv()


def sidecar_text(rows: list[Row], inputs: Inputs) -> str:
    """What a reader of the table must know, as JSON."""
    record = sidecar("rgre2015_links_by_year")
    content = {
        "title": "Evidence ledger: what every number of the default scenario rests on",
        "producer": "jumelage: `python -m analysis.evidence --write`",
        "source": "analysis/estimates (links.json, flows.json, posterior.json) and assumed/*.toml, "
        f"estimated on: {record['source']}",
        "date": record["date"],
        "licence": "The project's own estimates; MIT. They rest on facts: see DATA-LICENSES.md.",
        "done": "Written from the estimates; classes follow from the widths; rounded to four "
        "significant digits.",
        "calibrated": inputs.posterior is not None,
        "rows": len(rows),
        "sha256": hashlib.sha256(table_text(rows).encode("utf-8")).hexdigest(),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"
