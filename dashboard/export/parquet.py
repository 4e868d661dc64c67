"""Write rows as Parquet: typed columns, and what programs have to know in the schema."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.export.columns import TYPES, Sort, sort_of
from dashboard.store.csv_text import Cell, columns_of

METADATA: Final = b"eraline"


def write_parquet(out: BinaryIO, rows: pd.DataFrame, facts: Mapping[str, Any]) -> None:
    """Write rows with a column type each: numbers, flags, days, or text; `facts` is JSON under the key `eraline`.

    The same arguments make the same bytes.
    """
    columns = {name: arrow_column(cells, sort_of(cells)) for name, cells in columns_of(rows)}
    table = pa.table(columns).replace_schema_metadata({METADATA: json.dumps(facts, ensure_ascii=False).encode()})
    pq.write_table(table, out, compression="zstd")


def arrow_column(cells: Sequence[Cell], sort: Sort) -> Any:  # noqa: ANN401 - pyarrow is typed in part
    """Return a column's cells in the one type that all of them have, as text where they have several or none."""
    if sort is Sort.DATE:
        return pa.array([dt.date.fromisoformat(str(cell)) if cell else None for cell in cells], TYPES[sort])
    if sort is Sort.STRING:
        return pa.array([None if cell is None else str(cell) for cell in cells], TYPES[sort])
    return pa.array(cells, TYPES[sort])
