"""Renew the list of series that a search offers, for `refresh --catalogue`: fetched whole, or the old one stays."""

import argparse
import json
from pathlib import Path

from dashboard.catalogue.provider_series import databases, listed, newest_lines, renewed_file
from dashboard.cli.terminal import Exit, write_file
from dashboard.errors import ImplausibleData, SelectionError
from dashboard.settings import read_settings
from dashboard.sources.request import RetryPolicy
from dashboard.sources.world_bank.listing import fetch_series
from dashboard.sources.world_bank.source import WorldBank

# a listing that has lost more than a fifth was cut somewhere
_LEAST_PART = 0.8


def renew(options: argparse.Namespace) -> int:
    """Fetch the list and put it in place of the last one; EralineError where it cannot be had or believed."""
    if options.indicator or options.source not in (None, WorldBank.id):
        raise SelectionError("bad-usage", "--catalogue is the World Bank's list, whole.", field="catalogue")
    settings = read_settings()
    url = settings.provider_url(WorldBank.id, WorldBank.default_url)
    found, before = fetch_series(url, RetryPolicy.for_timeout(settings.http_timeout)), len(newest_lines())
    if len(found) < _LEAST_PART * before and not options.accept_shrinkage:
        detail = f"The World Bank lists {len(found):,} series where it listed {before:,}: the old list stays."
        raise ImplausibleData(f"{detail} --accept-shrinkage takes it all the same.")
    file = renewed_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    _replace(file, listed(found, databases()))
    told = {"event": "done", "series": len(found), "before": before}
    print(json.dumps(told) if options.json else f"{len(found):,} series listed, {before:,} before, in {file}")
    return Exit.DONE


def _replace(file: Path, content: bytes) -> None:
    # whoever reads meanwhile has the old list or the new one
    part = file.with_suffix(".part")
    write_file(part, content)
    part.replace(file)
