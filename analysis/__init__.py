"""What people learn: the record, the observation model, estimation and validation."""
