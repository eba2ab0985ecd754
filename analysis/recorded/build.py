"""Copy the observed tables into this room, byte for byte, and renew the sidecars' checksums.

``python -m analysis.recorded.build FOLDER`` copies what `TABLES` names and nothing else, so that
the single links of the register, which may not be shipped, cannot slip in. What the sidecars say
about a table is written by hand; only ``rows`` and ``sha256`` are renewed. Running it again on the
same folder gives the same bytes. The table of regularities is not copied but computed from single
ties, see `analysis.recorded.regularities`.
"""

import hashlib
import json
import sys
from pathlib import Path

from analysis.recorded.catalogue import TABLES, Table


def copy(table: Table, folder: Path) -> str:
    """Copy one table and renew its sidecar.

    Parameters
    ----------
    table
        Which one.
    folder
        Where the observed tables lie.

    Returns
    -------
    str
        What was done, in one line.

    Raises
    ------
    FileNotFoundError
        If the folder has no such table, or the table no sidecar yet.
    """
    content = (folder / f"{table.name}.csv").read_bytes()
    card = json.loads(table.sidecar.read_text(encoding="utf-8"))
    card["rows"] = content.count(b"\n") - 1
    card["sha256"] = hashlib.sha256(content).hexdigest()
    table.path.write_bytes(content)
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    table.sidecar.write_text(text, encoding="utf-8")
    return f"{table.name}: {card['rows']} rows, {len(content)} bytes"


def main(arguments: list[str]) -> int:
    """Copy all tables; the exit status is 2 for a wrong call or folder."""
    if len(arguments) != 1:
        print("Name one folder, that of the observed tables.", file=sys.stderr)
        return 2
    try:
        for table in TABLES.values():
            if not table.made_here:
                print(copy(table, Path(arguments[0])))
    except FileNotFoundError as error:
        print(f"{error.filename}: no such file.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
