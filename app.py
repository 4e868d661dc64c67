"""The ASGI app: Streamlit pages and the data routes on one port, for `streamlit run app.py` and `eraline serve`.

What takes a second to import is imported inside functions: the server says that it is up before that.
"""

from collections.abc import Sequence
from importlib.resources import files

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from dashboard.settings import settings_at_start
from dashboard.ui import late
from dashboard.ui.messages import Messages, explain, write_one_line

SETTINGS = settings_at_start()


def rooms() -> late.Rooms:
    """Return what answers beside Streamlit's own."""
    from dashboard.api.kept import KeptAnswers
    from dashboard.ui import paths
    from dashboard.ui.resources import cache, catalogue
    from dashboard.ui.shared_links import teller

    base, kept, tell = paths.base_path(), KeptAnswers(), teller(cache, catalogue)

    def data_routes() -> Sequence[BaseRoute]:
        from dashboard.api import routes
        from dashboard.ui import embed, land
        from dashboard.ui.navigation import findable_pages
        from dashboard.ui.running import is_busy
        from dashboard.views.links import site_of

        return [
            *routes.routes(cache, catalogue, base=base, pages=findable_pages(), kept=kept, is_busy=is_busy),
            *embed.routes(tell, lambda request: site_of(str(request.url), base), base),
            land.route(base),
        ]

    def middleware() -> Sequence[Middleware]:
        from dashboard.api import routes
        from dashboard.api.callers import Callers, names_of, networks_of
        from dashboard.api.limited import Limited
        from dashboard.api.observed import Notes, Observed, routes_of
        from dashboard.api.unchanged import Unchanged
        from dashboard.ui import access, packed
        from dashboard.ui.headers import Headers, of_unchanged
        from dashboard.ui.navigation import PAGES

        known = routes_of((*routes.paths(), *(entry.path for entry in PAGES.values())), base)
        notes = Notes(known, base, is_written=SETTINGS.log == "json")
        return [
            Middleware(Unchanged, kept=kept, more=of_unchanged(), notes=notes),
            Middleware(Headers),
            Middleware(Observed, notes=notes),
            Middleware(
                Callers,
                names=names_of(SETTINGS, st.get_option("server.address")),
                proxies=networks_of(SETTINGS),
                mark=access.OWN_MACHINE,
                is_checked=bool(st.get_option("server.enableCORS")),
            ),
            Middleware(Limited, most_bytes=int(st.get_option("server.maxUploadSize")) * 2**20),
            Middleware(Messages),
            Middleware(packed.Packed, base=base),
            Middleware(paths.Paths, base=base, tell=tell),
        ]

    return late.Rooms(data_routes(), middleware())


LOADED = late.Loaded(rooms)

write_one_line()
if SETTINGS.log == "json":
    from dashboard.api.observed import write_lines

    write_lines()

app = st.App(
    str(files("dashboard.ui") / "shell.py"),
    routes=[late.Routes(LOADED)],
    middleware=[Middleware(late.Around, loaded=LOADED)],
    lifespan=late.lifespan(LOADED),
    on_script_error=explain,
)
