"""Answer scripts: the data routes beside the pages."""
