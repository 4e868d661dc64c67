"""Say beside the claims which article they are of, what of it cannot be tested, and what the words mean."""

from typing import Final

import streamlit as st

from dashboard.catalogue.claims import Writing
from dashboard.catalogue.history import PolicyHistory
from dashboard.evidence import labels
from dashboard.settings import METHODS
from dashboard.ui.badges import icon
from dashboard.ui.context import Page
from dashboard.ui.plain import linked, plain

MEANS: Final = "What the words mean"


def name_article(history: PolicyHistory) -> None:
    """Name the article whose claims are tested, and its original, with links; else say where claims are from."""
    article = history.article
    if article is None:
        st.markdown(plain(labels.article_sentence(history)))
        return
    rewrites = f", a rewrite of {_linked(article.original)}" if article.original else ""
    st.markdown(f"The article: {_linked(article)}{rewrites}. {plain(labels.NOT_BLIND)}")


def explain_words() -> None:
    """Show the legend of verdicts and outcomes behind a button."""
    with st.popover(MEANS, icon=":material/help:"):
        for name, words in labels.LEGEND.items():
            lines = "\n".join(
                f"- {icon(outcome)} **{outcome.value.capitalize()}**: {plain(meaning)}."
                for outcome, meaning in words.items()
            )
            st.markdown(f"**{name}**\n{lines}")


def list_untestable(page: Page) -> None:
    """List what the article says that no figures can test, and why."""
    lines = list(labels.untestable_lines(page.catalogue.history.untestable))
    if lines:
        st.markdown("## What cannot be tested, and why\n" + "\n".join(f"- {plain(line)}" for line in lines))


def method_tab() -> None:
    """Show how statistics, checks and verdicts are made, and what they cannot do."""
    # the page has a title of its own
    _, _, text = METHODS.read_text(encoding="utf-8").partition("\n")
    st.markdown(text.replace("\n## ", "\n### "))


def _linked(text: Writing) -> str:
    when = labels.published(text)
    author = f"{plain(text.author)}, " if text.author else ""
    return f"{author}{linked(f'“{text.title}”', text.url)}, {plain(text.publisher)}{f', {when}' if when else ''}"
