"""Write a chart as one page to explore offline: the drawing library, the figure, its table and where it is from."""

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dashboard.export.table import Drawing, Table
from dashboard.figures.embed import figure_json, plotly_script
from dashboard.store.csv_text import columns_of


def interactive_page(table: Table, drawing: Drawing) -> str:
    """Return a page that asks for nothing else, every text in it escaped."""
    templates = Environment(
        loader=PackageLoader("dashboard.export"),
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    return templates.get_template("chart.html").render(
        title=table.title,
        alt=drawing.alt,
        chart=figure_json(drawing.draw()),
        script=plotly_script(),
        about=table.about,
        link=table.link,
        sheets={name: _cells(rows) for name, rows in {"Data": table.rows, **table.sheets}.items()},
    )


def _cells(rows: pd.DataFrame) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the names of the columns, and each row's cells as text."""
    columns = [(name, ["" if cell is None else str(cell) for cell in cells]) for name, cells in columns_of(rows)]
    return [name for name, _ in columns], list(zip(*(cells for _, cells in columns), strict=True))
