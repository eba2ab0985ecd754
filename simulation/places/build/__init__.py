"""The build of ``places.parquet``: run ``python -m simulation.places.build --packages DIR``."""
