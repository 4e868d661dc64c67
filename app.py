"""The ASGI app: Streamlit pages and the data routes on one port, for `streamlit run app.py` and `eraline serve`."""

from importlib.resources import files

import streamlit as st
from starlette.middleware import Middleware

from dashboard.api import routes
from dashboard.api.callers import Callers, names_of, networks_of
from dashboard.api.kept import KeptAnswers
from dashboard.api.limited import Limited
from dashboard.api.observed import Observed, routes_of, write_lines
from dashboard.api.unchanged import Unchanged
from dashboard.settings import settings_at_start
from dashboard.ui import access, embed, land, paths, prompt
from dashboard.ui.headers import Headers
from dashboard.ui.messages import Messages, explain, write_one_line
from dashboard.ui.navigation import PAGES, findable_pages
from dashboard.ui.resources import cache, catalogue
from dashboard.ui.running import is_busy
from dashboard.ui.shared_links import teller
from dashboard.views.links import site_of

BASE = paths.base_path()
KEPT = KeptAnswers()
SETTINGS = settings_at_start()
TELL = teller(cache, catalogue)

write_one_line()
if SETTINGS.log == "json":
    write_lines()

app = st.App(
    str(files("dashboard.ui") / "shell.py"),
    routes=[
        *routes.routes(cache, catalogue, base=BASE, pages=findable_pages(), kept=KEPT, is_busy=is_busy),
        *embed.routes(TELL, lambda request: site_of(str(request.url), BASE), BASE),
        land.route(BASE),
    ],
    middleware=[
        Middleware(Headers),
        Middleware(
            Observed,
            routes=routes_of((*routes.paths(), *(entry.path for entry in PAGES.values())), BASE),
            base=BASE,
            is_written=SETTINGS.log == "json",
        ),
        Middleware(
            Callers,
            names=names_of(SETTINGS, st.get_option("server.address")),
            proxies=networks_of(SETTINGS),
            mark=access.OWN_MACHINE,
            is_checked=bool(st.get_option("server.enableCORS")),
        ),
        Middleware(Limited, most_bytes=int(st.get_option("server.maxUploadSize")) * 2**20),
        Middleware(Messages),
        Middleware(Unchanged, kept=KEPT),
        Middleware(paths.Paths, base=BASE, tell=TELL),
    ],
    lifespan=prompt.lifespan,
    on_script_error=explain,
)
