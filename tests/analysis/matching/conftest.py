import polars as pl
import pytest

from simulation.run import cached_world


@pytest.fixture(scope="session")
def toy():
    return cached_world("toy")


@pytest.fixture(scope="session")
def germany():
    return cached_world("germany")


@pytest.fixture
def register(tmp_path):
    """`register([(a, b), ...])` writes a register of these ties and gives its path."""

    def writing(pairs, name="mine.parquet"):
        a, b = zip(*pairs, strict=True)
        path = tmp_path / name
        table = pl.DataFrame({"a": a, "b": b}, schema={"a": pl.Int64, "b": pl.Int64})
        table.with_columns(
            country_a=pl.lit("DE"),
            country_b=pl.lit("FR"),
            year=pl.lit(1970),
            year_is_default=pl.lit(value=False),
            form=pl.lit("partnership"),
        ).write_parquet(path)
        return path

    return writing
