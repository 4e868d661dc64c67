"""Show the pieces that several pages have: notes, the width probe, freshness, targets."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components import v2

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.records import Source, SourceKind
from dashboard.errors import SelectionError
from dashboard.evidence.target_sentences import outcome_text
from dashboard.figures.theme import Mode
from dashboard.ui.plain import linked, plain
from dashboard.ui.shaped import lasting
from dashboard.views.view import View

NEXT_YEAR: Final = "This link names every choice and the vintage, so that it draws the same chart next year."
PAGE_WIDTH: Final = "page-width"
_STEPS: Final = (320, 360, 400, 480, 560, 640, 768, 900, 1024, 1200, 1400, 1600, 1900, 2300, 2800, 3600)
_HEIGHTS: Final = (
    *(480, 560, 600, 640, 680, 720, 760, 800, 840, 880, 920, 960, 1000, 1060, 1120, 1200),
    *(1300, 1400, 1550, 1700, 1850, 2000, 2160),
)
# narrower ones are phones, whose height changes while one scrolls
WIDE_FROM_PX: Final = 640
_HERE: Final = Path(__file__).parent
_keyboard = v2.component("eraline_keyboard", js=(_HERE / "keyboard.js").read_text("utf-8"))
_print = v2.component("eraline_print", js=(_HERE / "print.js").read_text("utf-8"))
_zoom = v2.component("eraline_zoom", js=(_HERE / "zoom.js").read_text("utf-8"))
_probe = v2.component("eraline_width", js=(_HERE / "width.js").read_text("utf-8"))


def native_text(text: str, language: str) -> None:
    """Show a name or title in the language of its policy history, quietly, and marked as of that language."""
    # markdown alone cannot say which language a text is in
    st.markdown(f'<span lang="{escape(language)}" style="opacity: 0.75">{plain(text)}</span>', unsafe_allow_html=True)


def source_link(source: Source) -> str:
    """Return a source as markdown: its title, linked where the URL is certain, its publisher, and what sort it is."""
    title = linked(source.title, source.url) if source.url else plain(source.title)
    kind = "" if source.kind is SourceKind.SECONDARY else f" ({source.kind})"
    return (f"{title}, {plain(source.publisher)}" if source.publisher else title) + kind


def measured(key: str) -> int | None:
    """Measure the width there is in pixels, rounded down to a step; None until the browser has told."""
    heights = _HEIGHTS if key == PAGE_WIDTH else ()
    data = {"told": _told(key), "steps": _STEPS, "heights": heights, "wide": WIDE_FROM_PX}
    _probe(key=key, data=data, on_room_change=lambda: None)
    return _told(key)[0]


def print_view() -> None:
    """Fit what is drawn for the screen onto paper when the page is printed."""
    _print(key="print-view")


def kept_zoom() -> None:
    """Keep what the user has zoomed a chart to when it is drawn anew."""
    _zoom(key="zoom")


def keyboard() -> None:
    """Bring whoever opens something by keyboard into what is opened."""
    _keyboard(key="keyboard")


def page_width() -> int | None:
    """Return a page's width in pixels, rounded down to a step, as it was measured under `PAGE_WIDTH` before the page.

    None where no browser has been asked.
    """
    return _told(PAGE_WIDTH)[0]


def window_height() -> int | None:
    """Return the height of the browser's window in pixels, measured with a page's width; None where it means nothing.

    On a phone it does: the browser's own bars come and go.
    """
    return _told(PAGE_WIDTH)[1]


def is_settled(width: int | None) -> bool:
    """Tell whether a width is known, or nobody is there to tell it: who told the page's tells that of a part next."""
    return width is not None or page_width() is None


def _told(key: str) -> tuple[int | None, int | None]:
    match lasting(key, "room"):
        case [int() | None as width, int() | None as height]:
            return width, height
        case _:
            # nobody has told, or no browser of ours
            return None, None


def mode() -> Mode:
    """Return whether the page is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def problems(found: Sequence[SelectionError]) -> None:
    """Show what of the URL could not be followed."""
    if not found:
        return
    lines = [f"- {plain(problem.message)}" for problem in found]
    head = "Parts of this link were not recognised; defaults are shown instead."
    st.warning("\n".join([head, *lines]), icon=":material/link_off:")


def warnings(found: Iterable[str]) -> None:
    """Show what a user should know before reading on."""
    for note in found:
        st.warning(plain(note), icon=":material/warning:")


def notes(found: Iterable[str]) -> None:
    """Show notes as one quiet paragraph."""
    if text := " ".join(found):
        st.caption(plain(text))


def heading(text: str) -> None:
    """Show what a chart is called, in the size of its own title."""
    # Streamlit's own headings carry an anchor, a link and much air
    st.html(f'<h2 class="chart-title">{escape(text)}</h2>')


def link(url: str, means: str) -> None:
    """Show a URL to copy under what it means, or that there is none."""
    if url:
        st.caption(means)
        st.code(url, language=None, wrap_lines=True)
    else:
        st.caption("A link cannot carry a series of your own: it stays in this session.")


def target_list(view: View) -> None:
    """Show the targets drawn, with who set them and what became of them."""
    lines = [
        f"- {f'{plain(whose)}: ' if (whose := view.target_of(target)) else ''}"
        f"**{plain(wording.bound(target))}** {plain(wording.deadline(target))}"
        f"{f' ({plain(target.scope)})' if target.scope else ''}: {plain(target.set_by)}, "
        f"{plain(formatting.day(target.set_on, target.set_precision))}"
        f"{f' → **{plain(outcome)}**' if (outcome := outcome_text(target, view.outcomes, view.indicator)) else ''}"
        f"{f'. {plain(target.differs)}' if target.differs else ''}"
        for target in view.targets
    ]
    st.markdown("\n".join(lines))
