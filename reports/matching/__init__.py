"""Partners of a town as people see them: a table on the terminal, a page with a map."""
