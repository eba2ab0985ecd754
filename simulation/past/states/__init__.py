"""States: countries, Länder, zones of occupation, and the gates between them."""
