"""One world: ties with the Global South, multilateral groups, and the rest of the world."""

from reports.papers.needs import ONE_WORLD
from reports.papers.one_world.building import build
from reports.papers.paper import Paper

PAPER = Paper(
    name="one_world",
    title="One world",
    question="What became of twinning beyond Europe and beyond pairs: development and climate "
    "partnerships, leagues and rings?",
    needs=(ONE_WORLD,),
    build=build,
)
