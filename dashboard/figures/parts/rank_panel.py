"""Draw ranks over the years: a line for an economy, and for each of those chosen or its neighbours in a ranking."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from dashboard.figures.geometry import typeset
from dashboard.figures.geometry.labels import spread
from dashboard.figures.geometry.scales import Ticks
from dashboard.figures.geometry.ticks import year_ticks
from dashboard.figures.parts.axes import base_axis, value_axis
from dashboard.figures.parts.frame import Frame
from dashboard.figures.parts.notes import TEXT_PX, Shape, end_note, escaped, text_note
from dashboard.figures.parts.series import parted
from dashboard.figures.theme import Palette
from dashboard.views.comparison import Ranking

# with its title
RANK_PANEL_PX: Final = 328
_HEAD_PX: Final = 28
# ranks between two ticks: the first that leaves few enough of them
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50)
_MOST_TICKS: Final = 8


@dataclass(frozen=True)
class RankPanel:
    """Ranks of economies over the years, from `top` pixels under the frame's top and a `start` share of its width."""

    ranking: Ranking
    codes: tuple[str, ...]
    frame: Frame
    top: float
    start: float

    @property
    def height(self) -> float:
        """Return the height of the plot, without its title."""
        return self.frame.body - self.top - _HEAD_PX

    @cached_property
    def end(self) -> float:
        """Return where the plot ends and the labels of its lines begin."""
        known = self.ranking.economies
        label_px = 14 + typeset.widest((known[code].short_name for code in self.codes), TEXT_PX, bold=True)
        return 1 - self.frame.x(label_px)

    @cached_property
    def lowest(self) -> int:
        """Return the lowest rank that one of the economies ever had."""
        shown = self.ranking.ranks[self.ranking.ranks["economy"].isin(self.codes)]
        return int(shown["rank"].max())

    def axes(self, shades: Palette) -> dict[str, Any]:
        """Return plotly's settings of the two axes, `x2` and `y2`."""
        years = self.ranking.ranks["year"]
        first, last = int(years.min()), int(years.max())
        shown = year_ticks(first, last, max(60.0, self.frame.width * (self.end - self.start)), TEXT_PX)
        step = next((step for step in _STEPS if self.lowest / step <= _MOST_TICKS), _STEPS[-1])
        ranks = tuple(dict.fromkeys([1, *range(step, self.lowest + 1, step)]))
        foot = self.top + _HEAD_PX + self.height
        return {
            "xaxis2": {
                **base_axis(shades),
                "fixedrange": True,
                "tickmode": "array",
                "domain": [self.start, self.end],
                "range": [first - 0.5, last + 0.5],
                "tickvals": list(shown),
                "ticktext": [str(year) for year in shown],
                "anchor": "y2",
            },
            "yaxis2": value_axis(
                Ticks(ranks, tuple(str(rank) for rank in ranks)),
                shades,
                domain=[max(0.0, self.frame.y(foot)), self.frame.y(self.top + _HEAD_PX)],
                range=[self.lowest + 0.7, 0.3],
                anchor="x2",
            ),
        }

    def year_line(self, shades: Palette) -> Shape:
        """Return a line at the year of the ranking."""
        year = self.ranking.year
        ends = {"x0": year, "x1": year, "y0": 0, "y1": 1}
        look = {"color": shades.faint, "width": 1, "dash": "dot"}
        return {"type": "line", "xref": "x2", "yref": "y2 domain", "layer": "below", "line": look, **ends}

    def traces(self, shade: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return a line for each economy in its `shade`, the subject's on top."""
        subject = self.ranking.view.subject
        return [self._trace(code, shade[code]) for code in sorted(self.codes, key=lambda code: code == subject)]

    def words(self, shade: Mapping[str, str], shades: Palette) -> list[Shape]:
        """Return the title and a label at each line's end."""
        ranks = self.ranking.ranks.groupby("economy")["rank"].last()
        subject = self.ranking.view.subject
        order = sorted(self.codes, key=lambda code: code != subject)
        heights = [(float(ranks[code]) - 0.3) / (self.lowest + 0.4) * self.height for code in order]
        return [
            self._title(shades),
            *(
                end_note(
                    self.ranking.economies[code].short_name,
                    x=self.end,
                    y=self.frame.y(self.top + _HEAD_PX + height),
                    colour=shade[code],
                    strong=code == subject,
                    gap=8,
                )
                for code, height in zip(order, spread(heights, 15, 7, self.height - 7), strict=True)
                if height is not None
            ),
        ]

    def _trace(self, code: str, colour: str) -> dict[str, Any]:
        entry, strong = self.ranking.economies[code], code == self.ranking.view.subject
        own = self.ranking.ranks[self.ranking.ranks["economy"] == code].set_index("year")
        own = own.reindex(range(int(own.index.min()), int(own.index.max()) + 1))
        every: list[int] = own.index.tolist()
        starts = [start.year - every[0] for start in self.ranking.view.interruptions.get(code, ())]
        (years, ranks), (_, counted) = (parted(every, own[name].to_numpy(), starts) for name in ("rank", "of"))
        sizes = [0] * (len(years) - 1) + [6]
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "name": escaped(entry.name),
            "x": years,
            "y": ranks,
            "xaxis": "x2",
            "yaxis": "y2",
            "opacity": 1 if strong else 0.6,
            "line": {"color": colour, "width": 2.6 if strong else 1.2},
            "marker": {"size": sizes, "color": colour, "opacity": 1, "line": {"width": 0}},
            "customdata": counted,
            "hovertemplate": f"%{{x}}: rank %{{y}} of %{{customdata}}<extra>{escaped(entry.short_name)}</extra>",
            "connectgaps": False,
        }

    def _title(self, shades: Palette) -> Shape:
        room = self.frame.width * (1 - self.start)
        wordings = ("Rank over time, among economies with figures", "Rank over time")
        return text_note(
            f"<b>{typeset.fitting(wordings, room, TEXT_PX * 1.1)}</b>",
            x=self.start,
            y=self.frame.y(self.top + 8),
            size=TEXT_PX,
            colour=shades.ink,
            anchor="left",
            xref="paper",
            xshift=-14,
        )
