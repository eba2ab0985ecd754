"""Charts, one idea a file. Each gives an Altair chart; `reports.theme.svg` draws it."""
