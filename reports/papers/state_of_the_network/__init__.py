"""Report 4, *The state of the network*: stock, registers, places without partners, a forecast."""

from reports.papers.state_of_the_network.building import PAPER

__all__ = ["PAPER"]
