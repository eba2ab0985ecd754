"""The Wikidata query service."""
