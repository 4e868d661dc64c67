"""The script that Streamlit runs: page settings, the top navigation, and the outermost edge of every page."""

import logging

import streamlit as st

from dashboard.errors import EralineError
from dashboard.ui.pages import explore, overview
from dashboard.ui.widgets import plain

st.set_page_config(
    page_title="Eraline",
    page_icon=":material/timeline:",
    layout="wide",
    initial_sidebar_state="collapsed",
    menu_items={"About": "Eraline charts public economic series against sourced policy milestones."},
)

page = st.navigation(
    [
        st.Page(overview.render, title="Overview", icon=":material/dashboard:", url_path="overview", default=True),
        st.Page(explore.render, title="Explore", icon=":material/show_chart:", url_path="explore"),
    ],
    position="top",
)
try:
    page.run()
except EralineError as exc:
    logging.getLogger("eraline").error("%s", exc)
    st.error(plain(str(exc)), icon=":material/error:")
