"""Tell one file of rows from another before it is made: by what settles its bytes."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from dashboard import __version__
from dashboard.export.formats import Format
from dashboard.export.json_text import json_bytes
from dashboard.export.table import Table
from dashboard.export.tables import Extract
from dashboard.store.as_of import write_as_of
from dashboard.views.view import View


def fingerprint(asked: Mapping[str, Sequence[str]], found: Extract, table: Table, form: Format, day: str) -> str:
    """Return a text that is another one whenever the file of a query's rows in a format may be.

    What is known of the rows has their releases and the link that pins them. A format with tables beside the rows says
    what became of targets, and of some when it was made: of these it is another one on another `day`.
    """
    told = hashlib.sha256(json_bytes([__version__, form.ending, day if form.several else "", sorted(asked.items())]))
    told.update(json_bytes([table.name, table.link, table.facts]))
    told.update(json_bytes([[vintage.indicator, write_as_of(vintage.published)] for vintage in found.rests_on]))
    for view in found.views:
        told.update(json_bytes([economy.id for economy in view.economies]))
        told.update("\n".join(_records(view)).encode())
    return told.hexdigest()


def _records(view: View) -> Iterator[str]:
    """Yield what the catalogue says of a view, which may be mended without a new release."""
    for record in (view.indicator, *view.eras, *view.milestones, *view.targets):
        yield record.model_dump_json()
