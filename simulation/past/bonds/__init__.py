"""Bonds between many places: partner regions, Land pairings, leagues and rings."""
