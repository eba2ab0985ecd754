"""People: where expellees came from, who was recruited, who was stationed where."""
