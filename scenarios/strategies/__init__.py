"""Strategies that people compare: measures at a budget, with the range of every number.

>>> from scenarios.strategies import load_strategy
>>> load_strategy("nothing").measures
{}
"""

from scenarios.strategies.card import card, card_text
from scenarios.strategies.draws import draw_inputs
from scenarios.strategies.equal import EQUAL, equalised
from scenarios.strategies.files import load_strategy, strategy_names
from scenarios.strategies.inputs import Input, ranges_of
from scenarios.strategies.numbers import GRADES
from scenarios.strategies.strategy import Strategy

__all__ = [
    "EQUAL",
    "GRADES",
    "Input",
    "Strategy",
    "card",
    "card_text",
    "draw_inputs",
    "equalised",
    "load_strategy",
    "ranges_of",
    "strategy_names",
]
