"""The ASGI app: Streamlit pages and the data routes on one port, for `streamlit run app.py` and `eraline serve`."""

from importlib.resources import files

import streamlit as st

from dashboard.api import routes
from dashboard.ui import land
from dashboard.ui.resources import cache, catalogue

app = st.App(str(files("dashboard.ui") / "shell.py"), routes=[*routes.routes(cache, catalogue), land.route()])
