"""Answer scripts over HTTP: health, tables and observations, beside the pages."""
