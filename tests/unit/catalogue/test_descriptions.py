"""Does every field that a person writes into data/ say what belongs there?"""

from collections.abc import Iterator
from typing import get_args

import pytest
from pydantic import BaseModel, Field

from dashboard.catalogue.checks import CHECK_RECORDS
from dashboard.catalogue.claims import Claim
from dashboard.catalogue.datasets import Dataset
from dashboard.catalogue.economies import Economy, Spelling
from dashboard.catalogue.history import HistoryHead
from dashboard.catalogue.indicators import Indicator, Provisional
from dashboard.catalogue.policy import Era, Milestone, Target
from dashboard.catalogue.records import Named
from dashboard.store.snapshot import Entry

TABLES = (Dataset, Indicator, Economy, Spelling, Provisional, HistoryHead, Era, Milestone, Target, Claim, Entry)


def records_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the records that a field holds, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from records_in(field.annotation)
    for part in get_args(annotation):
        yield from records_in(part)


def undescribed(record: type[BaseModel]) -> list[str]:
    return [name for name, field in record.model_fields.items() if not (field.description or "").endswith(".")]


RECORDS = sorted(
    {found for table in (*TABLES, *CHECK_RECORDS.values()) for found in records_in(table)},
    key=lambda found: found.__name__,
)


@pytest.mark.parametrize("record", RECORDS, ids=lambda found: found.__name__)
def test_every_field_of_every_table_has_a_description(record: type[BaseModel]) -> None:
    assert undescribed(record) == []


def test_tables_within_tables_are_among_them() -> None:
    assert {"Break", "NotCollected", "Derivation", "PerHead", "Source", "Reference"} <= {
        found.__name__ for found in RECORDS
    }


def test_a_field_without_a_description_is_found_in_a_table_within_a_table() -> None:
    class Inner(BaseModel):
        bare: int = 0

    class Outer(Named):
        inner: tuple[Inner, ...] | None = Field(default=None, description="Tables within.")

    assert [name for found in records_in(Outer) for name in undescribed(found)] == ["bare"]
