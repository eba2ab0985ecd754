"""Files that may hold anything."""
