"""Finding the places that a register names."""
