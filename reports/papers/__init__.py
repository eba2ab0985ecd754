"""The published reports: each a question, its runs, its numbers and its page."""
