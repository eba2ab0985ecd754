"""What would revive it: strategies to 2045 on one page for a policymaker, with an annex."""

from reports.papers.needs import REVIVAL
from reports.papers.paper import Paper
from reports.papers.what_would_revive_it.building import build

PAPER = Paper(
    name="what_would_revive_it",
    title="What would revive it",
    question="What could a government do for town twinning until 2045, and is it worth its money?",
    needs=(REVIVAL,),
    build=build,
)
