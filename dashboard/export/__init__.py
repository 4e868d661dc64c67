"""Make what a user takes away: tables, files, citations and the evidence report."""
