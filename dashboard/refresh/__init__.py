"""Bring new releases from the sources into the store: fetch, validate, publish."""
