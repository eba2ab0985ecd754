"""Inner loops compiled from `kernels.c`, where a C compiler was at hand at set-up.

They compute what the functions of `simulation.luck` and `simulation.choice` that call them say in
NumPy, to the last bit, several times as fast; where there is no library, NumPy does it all.
`python -m simulation.compiled` tells which it is.
"""

from simulation.compiled.library import load

KERNELS, STATE = load()
"""The functions, or None; and in words what was found."""
