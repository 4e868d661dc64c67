"""Show a milestone's card: what happened, who says so, and the indicators to look at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.policy import Milestone, MilestoneKind
from dashboard.catalogue.records import FIRST_YEAR, LAST_YEAR
from dashboard.ui.context import Page
from dashboard.ui.navigation import page_link
from dashboard.ui.policy_choice import brought_into_focus
from dashboard.ui.widgets import native_text, plain, source_link
from dashboard.views.releases import known_on
from dashboard.views.selection import DEFAULT_INDICATOR, Selection

_YEARS_AROUND: Final = 15


def milestone_card(page: Page, milestone: Milestone) -> None:
    """Show one milestone whole, with links into Explore centred on it, also as it was known then."""
    catalogue = page.catalogue
    with st.container(border=True):
        st.caption(plain(" · ".join(_heads(catalogue, milestone))))
        st.markdown(f"## {plain(milestone.title)}")
        if milestone.native_title:
            native_text(milestone.native_title, catalogue.language_of(milestone))
        if milestone.kind is not MilestoneKind.OWN:
            st.markdown(plain(milestone.summary))
        st.markdown("  \n".join(_facts(milestone)))
        st.markdown("\n".join(f"- {source_link(source)}" for source in milestone.sources))
        _explore_links(catalogue, milestone)
        _then_links(page, milestone)


def around(milestone: Milestone, indicator: str) -> Selection:
    """Return the selection that shows an indicator in the years around a milestone."""
    year = milestone.date.year
    return Selection(
        indicator=indicator,
        first_year=max(FIRST_YEAR, year - _YEARS_AROUND),
        last_year=min(LAST_YEAR, year + _YEARS_AROUND),
        milestone=milestone.id,
        own=(milestone,) if milestone.kind is MilestoneKind.OWN else (),
    )


def _heads(catalogue: Catalogue, milestone: Milestone) -> Iterator[str]:
    """Yield when a milestone was, of what kind, and of several histories whose."""
    yield wording.when(milestone)
    yield milestone.kind.singular
    subject = catalogue.subject_of(milestone)
    if len(catalogue.policies) > 1 and subject:
        yield subject.short_name


def _policies(catalogue: Catalogue, milestone: Milestone) -> tuple[str, ...]:
    """Return the policy histories in which a milestone's own comes first: its economy is the one to look at."""
    return brought_into_focus(milestone.policy, catalogue.policies) if milestone.policy else catalogue.policies


def _facts(milestone: Milestone) -> Iterator[str]:
    facts = {
        "Issued by": milestone.issuer,
        "Document": milestone.document,
        "Note": milestone.note,
        "Rests on": "" if milestone.kind is MilestoneKind.OWN else milestone.confidence,
    }
    yield from (f"**{name}** {plain(text)}" for name, text in facts.items() if text)


def _explore_links(catalogue: Catalogue, milestone: Milestone) -> None:
    is_own = milestone.kind is MilestoneKind.OWN
    indicators = (DEFAULT_INDICATOR,) if is_own else milestone.indicators
    if not indicators:
        return
    st.markdown(f"**{milestone.kind.indicators_are}**{_lag(milestone)}")
    with st.container(horizontal=True, gap="small"):
        for name in indicators:
            shown = replace(around(milestone, name), policies=_policies(catalogue, milestone))
            page_link("explore", shown, label=catalogue.indicator(name).short_name)


def _then_links(page: Page, milestone: Milestone) -> None:
    """Link to what was known of the milestone's indicators when it was announced, where a release of then is stored."""
    indicators = () if milestone.kind is MilestoneKind.OWN else milestone.indicators
    day = milestone.date
    known = page.known("known then", lambda: known_on(page.loader, indicators, day), day, indicators)
    if not known:
        return
    st.markdown("**As known when it was announced**")
    with st.container(horizontal=True, gap="small"):
        for name, vintage in known.items():
            shown = replace(
                around(milestone, name), policies=_policies(page.catalogue, milestone), as_of=milestone.date
            )
            label = f"{page.catalogue.indicator(name).short_name} (release {vintage.day})"
            page_link("explore", shown, label=label, icon=":material/history:")


def _lag(milestone: Milestone) -> str:
    """Return how long to wait for an effect: nothing where it could show at once."""
    years = milestone.expected_lag
    return f" · an effect could show after {years} year{'' if years == 1 else 's'}" if years else ""
