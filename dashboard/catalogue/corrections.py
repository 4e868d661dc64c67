"""Corrections: values that a source prints and that are none, declared with their reason so that they are left out."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from dashboard.catalogue.records import EconomyCode, Named, Number, Slug, Text

Years = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{4})?$")]


class Correction(Named):
    """Values of an annual indicator that are left out wherever the source prints exactly them."""

    id: Slug = Field(description="Id of the correction, unique in its file.")
    indicator: Slug = Field(description="Indicator that has the values.")
    economy: EconomyCode = Field(description="Economy that has them.")
    years: tuple[Years, ...] = Field(min_length=1, description="Years or spans of years, as in 1960-1977; 1980.")
    value: Number = Field(description="Value as the source prints it.")
    reason: Text = Field(description="Why it is none.")
    source: Text = Field(description="Release that prints it.")

    @field_validator("years")
    @classmethod
    def _run_forwards(cls, years: tuple[str, ...]) -> tuple[str, ...]:
        for span in years:
            first, _, last = span.partition("-")
            if last and last < first:
                raise ValueError(f"{span} ends before it begins")
        return years

    @property
    def every_year(self) -> frozenset[int]:
        """Return every year that it names."""
        ends = (span.partition("-") for span in self.years)
        return frozenset(year for first, _, last in ends for year in range(int(first), int(last or first) + 1))
