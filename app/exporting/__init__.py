"""Open data out: what may be published, as CSV and JSON with a data sheet."""
