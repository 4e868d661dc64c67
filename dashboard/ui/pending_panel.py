"""Show the releases that are held back, then beside now, and let whoever may refresh take them in or refuse them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.charts.held_back import HeldBackRelease, held_back
from dashboard.errors import EralineError
from dashboard.figures.charts.then_now import then_now_image
from dashboard.refresh.deciding import accept, refuse
from dashboard.settings import read_settings
from dashboard.ui import access, resources, widgets
from dashboard.ui.context import Page
from dashboard.views.stored import with_stored

_SHOWN: Final = 6
_DECIDED: Final = "data-decided"
_MEANING: Final = (
    "What a source sent last cannot be true, or is far from what it said before, so the stored figures stay and every "
    "page draws them until somebody decides."
)


def panel(page: Page, *, may_decide: bool) -> None:
    """Show every release that waits for a decision; nothing where there is none."""
    _last_decision()
    waiting = held_back(page.catalogue, page.cache.store)
    if not waiting:
        return
    st.markdown("## Held back")
    st.caption(_MEANING)
    if may_decide and len(waiting) > 1:
        with st.container(horizontal=True):
            _button(f"Take in all {len(waiting)}", _ACCEPT, waiting, "all", "They become the newest releases.")
            _button(f"Refuse all {len(waiting)}", _REFUSE, waiting, "all", "They are not asked for again.")
    for release in waiting[:_SHOWN]:
        _release(release, may_decide=may_decide)
    _rest(waiting[_SHOWN:])
    if not may_decide:
        st.caption(
            "Whoever runs this server decides: `eraline refresh --accept INDICATOR` takes a release in, "
            "`--refuse INDICATOR` refuses it."
        )


def _release(release: HeldBackRelease, *, may_decide: bool) -> None:
    name = release.indicator.id
    with st.container(border=True):
        words, picture = st.columns([3, 2], gap="medium")
        with words:
            st.markdown(f"**{widgets.plain(release.indicator.name)}**  \n{widgets.plain(release.why)}")
            st.caption(f"{widgets.plain(release.what)} · `{name}`")
            if may_decide:
                with st.container(horizontal=True):
                    _button("Take it in", _ACCEPT, [release], name, "It becomes the newest release.")
                    _button("Refuse it", _REFUSE, [release], name, "It is not asked for again.")
        with picture:
            if release.picture is not None:
                st.html(then_now_image(release.picture, mode=widgets.mode()))


def _rest(more: Sequence[HeldBackRelease]) -> None:
    if more:
        with st.expander(f"{len(more)} more held back", icon=":material/pending:"):
            st.markdown("\n".join(f"- `{one.indicator.id}`: {widgets.plain(one.why)}" for one in more))


def _button(label: str, way: "_Way", releases: Sequence[HeldBackRelease], which: str, means: str) -> None:
    # what was shown is decided on, and nothing that took its place since
    shown = tuple((release.indicator.id, release.digest) for release in releases)
    st.button(
        label,
        icon=way.icon,
        key=f"data-{way.name}-{which}",
        help=means,
        on_click=_decide,
        args=(shown, way.decide),
    )


def _decide(shown: Sequence[tuple[str, str]], decide: Callable[[str, str], str]) -> None:
    # who may is asked again when it counts: a page may have stood open for a day
    if not access.may_refresh(read_settings()):
        return
    said, failed = list[str](), dict[str, None]()
    for indicator, digest in shown:
        try:
            said.append(decide(indicator, digest))
        except EralineError as exc:
            failed[str(exc)] = None
    st.session_state[_DECIDED] = (said, list(failed))


def _accept(indicator: str, digest: str) -> str:
    store = resources.cache().store
    vintage = accept(with_stored(resources.catalogue(), store), store, indicator, digest=digest)
    counts = formatting.listing(
        [f"{vintage.added} added", f"{vintage.revised} revised", f"{vintage.withdrawn} withdrawn"]
    )
    return f"The release of {indicator} was taken in: {counts}."


def _refuse(indicator: str, digest: str) -> str:
    refuse(resources.cache().store, indicator, digest=digest)
    return f"The release of {indicator} was refused. It is not asked for again unless the source changes it."


@dataclass(frozen=True)
class _Way:
    """One of the two ways to decide: its name in keys, its icon, and what it does and says of an indicator."""

    name: str
    icon: str
    decide: Callable[[str, str], str]


_ACCEPT: Final = _Way("accept", ":material/check:", _accept)
_REFUSE: Final = _Way("refuse", ":material/block:", _refuse)


def _last_decision() -> None:
    """Say once what became of the decision that was just made."""
    said, failed = st.session_state.pop(_DECIDED, ([], []))
    if said:
        st.success(_lines(said), icon=":material/done_all:")
    if failed:
        st.error(_lines(failed), icon=":material/error:")


def _lines(said: Sequence[str]) -> str:
    return "  \n".join(map(widgets.plain, said))
