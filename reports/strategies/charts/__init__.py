"""Charts of a comparison, one idea a file; `reports.theme.svg` draws them."""
