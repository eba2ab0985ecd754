"""python -m simulation.compiled: tells whether the inner loops are compiled."""

import sys

from simulation.compiled import STATE

if __name__ == "__main__":
    sys.stdout.write(f"{STATE}\n")
