"""Datasets: where indicators come from, under which licence, and how they are cited."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic import Field, HttpUrl

from dashboard import formatting
from dashboard.catalogue.indicators import Provider
from dashboard.catalogue.records import Named, Slug, Text

# what an indicator's table leaves to its dataset
OF_THE_DATASET: Final = ("source", "source_name", "source_url", "licence", "licence_url", "citation")


class Dataset(Named):
    """A body of series from one provider; words in braces are filled in for each series."""

    id: Slug = Field(description="Id that indicators name.")
    provider: Provider = Field(description="Provider that Eraline asks for the series.")
    name: Text = Field(description="Name under which charts and tables give the source.")
    publisher: Text = Field(description="Who publishes the data.")
    licence: Text = Field(description="Licence of the data, as the publisher calls it.")
    licence_url: HttpUrl | None = Field(default=None, description="Page with the licence.")
    home: HttpUrl = Field(description="Home page of the dataset.")
    page: Text = Field(description="URL of one series, with {code} where the URL names it.")
    citation: Text = Field(description="How one series is cited.")

    def fields_of(self, row: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
        """Return what an indicator takes from its dataset; `codes` are its series', or its inputs'."""
        known = [str(code) for code in codes]
        words = {
            "code": known[0] if known else "",
            "codes": formatting.listing(known),
            "name": str(row.get("name", "")),
            "unit": str(row.get("unit", "")),
            "dataset": self.name,
        }
        computed = f"{words['name']}, computed by Eraline from {self.name}"
        return {
            "source": self.provider,
            "source_name": self.name,
            "source_url": _filled(self.page, words),
            "licence": self.licence,
            "licence_url": self.licence_url and str(self.licence_url),
            "citation": computed if "derived" in row else _filled(self.citation, words),
        }


def _filled(template: str, words: Mapping[str, str]) -> str:
    # not str.format: a stray brace is text
    for name, text in words.items():
        template = template.replace(f"{{{name}}}", text)
    return template
