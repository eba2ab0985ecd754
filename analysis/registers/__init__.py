"""Registers that people bring: read, their places found, written in the columns of the record.

README.md says what is done and how often it is right.
"""

from analysis.registers.errors import RegisterError
from analysis.registers.reading import Register, read_register

__all__ = ["Register", "RegisterError", "read_register"]
