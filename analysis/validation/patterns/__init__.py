"""The statistics that are compared: one function a pattern, the same for record and simulation."""
