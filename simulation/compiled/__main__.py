"""python -m simulation.compiled: tells whether the inner loops are compiled."""

import sys

from simulation.compiled import STATE


def main() -> None:
    """Print it."""
    sys.stdout.write(f"{STATE}\n")


if __name__ == "__main__":
    main()
