"""The ASGI app: Streamlit pages and the data routes on one port; `streamlit run app.py` starts it."""

import streamlit as st

from dashboard.api import routes
from dashboard.ui import land
from dashboard.ui.resources import cache, catalogue

app = st.App("dashboard/ui/shell.py", routes=[*routes.routes(cache, catalogue), land.route()])
