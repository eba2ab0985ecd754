"""What people see: charts, maps, tables, pages and the published reports."""
