"""Make the report of its runs."""

from __future__ import annotations

from analysis.strategies.study import read_comparison
from reports.papers.needs import REVIVAL
from reports.papers.paper import Content, Provided
from reports.papers.what_would_revive_it.found import Found
from reports.papers.what_would_revive_it.numbers import all_numbers
from reports.papers.what_would_revive_it.reading import read
from reports.papers.what_would_revive_it.text import text
from reports.strategies.tables import Tables
from scenarios.runs import choose
from scenarios.strategies import load_strategy


def build(provided: Provided) -> Content:
    """Numbers, and the text in English and in German."""
    results = provided.results(REVIVAL.name)
    strategies = tuple(load_strategy(name) for name in REVIVAL.strategies)
    base = choose(REVIVAL.scenarios[0], REVIVAL.until)
    comparison = read_comparison(provided.folders[REVIVAL.name], base, strategies)
    tables = Tables(comparison)
    reading = read(comparison)
    numbers = all_numbers(tables, reading)
    texts = [
        text(Found(tables, reading, numbers, strategies, results.record, language))
        for language in ("en", "de")
    ]
    return Content(numbers, tuple(texts))
