"""What users do: pages that they open and pills that they press, in the order in which a session goes through them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Final

from benchmarks.client import Session

ECONOMIES: Final = "CHN,USA,JPN,IND,DEU,KOR"


@dataclass(frozen=True)
class Step:
    """A page that is opened by its query, or one of the pills on the page that is open."""

    page: str
    query: str = ""
    pill: str = ""
    option: int = 0

    @property
    def kind(self) -> str:
        """Return what a table of costs calls it."""
        view = dict(part.split("=", 1) for part in self.query.split("&") if part).get("view", "")
        return f"{self.page}: press {self.pill}" if self.pill else f"{self.page}: open {view}".rstrip()

    async def take(self, user: Session) -> float:
        """Return how many seconds the answer took."""
        return await (user.press(f"-{self.pill}", self.option) if self.pill else user.ask(self.page, self.query))


CHARTS: Final = (
    Step("explore", f"indicator=gdp-growth&economy={ECONOMIES}"),
    Step("explore", f"indicator=gdp-growth&economy={ECONOMIES}&era=innovation-driven"),
    Step("explore", "indicator=rd-spending&economy=CHN,USA,KOR"),
    Step("explore", "indicator=solar-capacity&scale=log"),
)
MIX: Final = (
    CHARTS[0],
    Step("explore", pill="era", option=2),
    Step("explore", pill="era", option=3),
    Step("explore", pill="era", option=3),
    CHARTS[2],
    Step("explore", pill="view", option=1),
    Step("explore", pill="view", option=0),
    CHARTS[3],
    Step("explore", pill="era", option=3),
    Step("overview"),
    Step("compare", "view=lines"),
    Step("compare", "view=multiples"),
    Step("compare", "view=ranking"),
    Step("compare", "view=map"),
    Step("compare", "view=scatter"),
    Step("compare", "view=event-time"),
    Step("timeline", "view=overlay&indicator=gdp-growth"),
    Step("evidence"),
    Step("evidence", "view=lab"),
    Step("data"),
    Step("explore", "indicator=exports-share&milestone=wto-accession"),
    Step("explore", pill="era", option=2),
)


def steps_from(start: int) -> Iterator[Step]:
    """Yield the mix for ever, beginning with the page opened at or before a place of it."""
    while MIX[start % len(MIX)].pill:
        start -= 1
    yield from islice(cycle(MIX), start % len(MIX), None)


def pauses(seed: int, think: float) -> Iterator[float]:
    """Yield for how many seconds a user thinks before each step: half to one and a half of the mean."""
    drawn = random.Random(seed)  # noqa: S311 - pauses
    while True:
        yield think * drawn.uniform(0.5, 1.5)
