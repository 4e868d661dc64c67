"""Which pieces do several pages show? Notes, the width probe, the chart with its words, the key, downloads."""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.chart import View
from dashboard.errors import SelectionError
from dashboard.figures.theme import Mode
from dashboard.model import Era, Milestone, Target

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$^@=&\"'])")
_BUCKETS: Final = (320, 360, 400, 480, 560, 640, 768, 900, 1024, 1200, 1400, 1600, 1900, 2300, 2800, 3600)
_PROBE_JS: Final = (
    """
export default function ({ parentElement, setStateValue }) {
    const buckets = """
    + str(list(_BUCKETS))
    + """;
    const host = parentElement.host ?? parentElement;
    let told = null;
    const observer = new ResizeObserver(() => {
        const width = host.getBoundingClientRect().width;
        const bucket = buckets.filter((size) => size <= width).pop() ?? buckets[0];
        if (width > 0 && bucket !== told) {
            told = bucket;
            setStateValue("width", bucket);
        }
    });
    observer.observe(host);
    return () => observer.disconnect();
}
"""
)
_probe = st.components.v2.component("eraline_width", js=_PROBE_JS)


def plain(text: str) -> str:
    """Return a text that Streamlit's markdown shows as it is, whatever it holds."""
    return _MARKDOWN.sub(r"\\\1", text)


def page_width(key: str) -> int | None:
    """Return the page's width in pixels, rounded down to a step; None until the browser has told."""
    result = _probe(key=key, on_width_change=lambda: None)
    width = result.get("width")
    return int(width) if isinstance(width, int | float) else None


def mode() -> Mode:
    """Return whether the page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def problems(found: Iterable[SelectionError]) -> None:
    """Show what of the address could not be followed."""
    for problem in found:
        st.warning(f"{plain(problem.message)} The usual value is shown instead.", icon=":material/link_off:")


def notes(found: Iterable[str], *, icon: str = ":material/info:") -> None:
    """Show notes, each on its own line."""
    for note in found:
        st.caption(f"{icon} {plain(note)}")


def milestone_key(milestones: Sequence[Milestone], indicators: Sequence[str]) -> None:
    """Show the key to the numbered pins: date, title and Chinese title; those that name an indicator shown stand out."""
    if not milestones:
        return
    items = "".join(
        _key_item(number, milestone, strong=any(name in milestone.indicators for name in indicators))
        for number, milestone in enumerate(milestones, start=1)
    )
    st.html(f'{_KEY_STYLE}<ol class="eraline-key" aria-label="Milestones shown in the chart">{items}</ol>')


def target_list(targets: Sequence[Target]) -> None:
    """Show the targets drawn, with who set them."""
    lines = [
        f"- **{plain(words.bound(target))}** {plain(words.deadline(target))}"
        f"{f' ({plain(target.scope)})' if target.scope else ''}: {plain(target.set_by)}, "
        f"{plain(words.day(target.set_on, target.set_precision))}"
        for target in targets
    ]
    st.markdown("\n".join(lines))


def era_label(era: Era) -> str:
    """Return an era as its filter names it, with its years."""
    return f"{era.name} {era.start.year}–{'' if era.end is None else _last_year(era)}"


def alt_text(view: View) -> str:
    """Return what a chart states, in words: its kind, span, latest figures and extremes."""
    first, last = view.years
    parts = [f"Line chart of {view.indicator.name} ({view.subtitle or view.unit}), {first} to {last}."]
    for economy in view.economies:
        series = view.series(economy.id)
        latest = series.iloc[-1]
        top, bottom = series.loc[series["value"].idxmax()], series.loc[series["value"].idxmin()]
        figure = [
            words.quantity(float(row["value"]), view.unit_short, view.indicator.decimals)
            for row in (latest, top, bottom)
        ]
        parts.append(
            f"{economy.name}: {figure[0]} in {latest['period'].year}, highest {figure[1]} in {top['period'].year}, "
            f"lowest {figure[2]} in {bottom['period'].year}."
        )
    if view.milestones:
        parts.append(f"{len(view.milestones)} milestones are marked; the numbered list below names them.")
    return " ".join(parts)


def _last_year(era: Era) -> int:
    # an era that ends with a year is named by that year, not by the day after
    end = era.end
    return 0 if end is None else (end.year - 1 if (end.month, end.day) == (1, 1) else end.year)


def _key_item(number: int, milestone: Milestone, *, strong: bool) -> str:
    title, chinese = html.escape(milestone.title), html.escape(milestone.title_zh)
    return (
        f'<li class="{"strong" if strong else "muted"}"><span class="pin">{number}</span><span>'
        f"<b>{html.escape(words.when(milestone))}</b> {title} "
        f'<span lang="zh">{chinese}</span></span></li>'
    )


_KEY_STYLE: Final = """<style>
.eraline-key { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.3rem 1.6rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 23rem), 1fr)); font-size: 0.86rem; line-height: 1.35; }
.eraline-key li { display: flex; gap: 0.5rem; margin: 0; break-inside: avoid; }
.eraline-key li.muted { opacity: 0.78; }
.eraline-key .pin { flex: none; min-width: 1.35rem; height: 1.35rem; border: 1px solid currentColor; border-radius: 1rem;
  text-align: center; font-size: 0.72rem; line-height: 1.28rem; }
.eraline-key li.strong .pin { font-weight: 700; border-width: 2px; line-height: 1.18rem; }
.eraline-key [lang="zh"] { font-family: "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif; }
</style>"""
