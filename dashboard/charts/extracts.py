"""Answer the requests of API and command line: the rows of a selection, or of one kind of chart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.alt_texts import alone
from dashboard.charts.explore import drawn_chart
from dashboard.charts.kind import MOST_ECONOMIES, Built, ChartKind
from dashboard.charts.registry import kinds_with_rows, request_for
from dashboard.charts.several import several
from dashboard.errors import NothingToShow, SelectionError
from dashboard.export import beside
from dashboard.export.names import view_name, whole_name
from dashboard.export.table import Drawing, Table
from dashboard.export.tables import Extract, extract_of
from dashboard.figures import Figure
from dashboard.figures.parts.captions import source_line
from dashboard.figures.parts.sheet import Sheet
from dashboard.store.as_of import day_of
from dashboard.store.observations import Store
from dashboard.views.among import with_peers
from dashboard.views.cited import Cited, beside_cited
from dashboard.views.loading import Loader
from dashboard.views.pair import views_of
from dashboard.views.parameters import PARAMETERS, Stays
from dashboard.views.requests import Layout, layout_of, read_request, respelled
from dashboard.views.selection import Selection
from dashboard.views.series import listed
from dashboard.views.view import View

_PAGE_PX: Final = 860
_USUAL: Final = Selection()
# dots for each pixel of a picture that is printed
_FINE: Final = 2


def extract(query: Mapping[str, Sequence[str]], store: Store, catalogue: Catalogue) -> Extract:
    """Return the rows that a query asks for; SelectionError names the first parameter that is wrong.

    `view` names a kind of chart with rows of its own, the same that its page gives; any other view of a page changes
    nothing. Several indicators answer together. NoObservations and NothingToShow where there are none.
    """
    query = respelled(query)
    if len(indicators := listed(query)) > 1:
        layout = layout_of(query, catalogue)
        return several(query, indicators, layout, lambda alone: extract(alone, store, catalogue))
    kinds = kinds_with_rows()
    catalogue = with_peers(store, catalogue, query)
    selection, layout = read_request(query, catalogue, tuple(kinds))
    catalogue = catalogue.focused(*selection.policies)
    loader = Loader(store, catalogue)
    if selection.view:
        if layout != "tidy":
            message = f"The rows of a {selection.view} have one layout."
            raise SelectionError("unknown-layout", message, field="layout", allowed=("tidy",))
        return _comparison(kinds[selection.view], loader, selection)
    view, *more = views_of(loader, selection)
    asked = view.selection
    everybody = asked.economies == tuple(catalogue.economies)
    # nobody reads a chart of all economies: the page shows its usual ones
    permalink = replace(asked, economies=None if everybody else asked.economies)
    if asked.cited is None:
        return extract_of(view, layout, more=more, permalink=permalink, drawing=drawing_of((view, *more)))
    if more and layout != "tidy":
        message = "What was cited stands beside two indicators in one layout."
        raise SelectionError("unknown-layout", message, field="layout", allowed=("tidy",))
    return cited_extract(
        [beside_cited(loader, each, asked.cited) for each in (view, *more)], layout, permalink=permalink
    )


def cited_extract(found: Sequence[Cited], layout: Layout = "tidy", *, permalink: Selection | None = None) -> Extract:
    """Return what is drawn with what was cited beside it, ready for a file."""
    views = [cited.now for cited in found]
    rows = pd.concat([beside.laid_out(cited, layout) for cited in found], ignore_index=True)
    name = view_name(*views, layout=layout, what=f"and-of-{day_of(found[0].as_of)}")
    plain = extract_of(views[0], layout, more=views[1:], permalink=permalink, drawing=drawing_of(views, found))
    # there are two values of each period
    return replace(plain, rows=rows, name=name, beside={}, are_series=False)


def view_extract(view: View) -> Extract:
    """Return what a page draws of one indicator, its chart along with it."""
    return views_extract((view,))


def views_extract(views: Sequence[View], cited: Sequence[Cited | None] = ()) -> Extract:
    """Return what a page draws of one indicator or two, their chart along with them."""
    found = [then for then in cited if then]
    if views[0].selection.cited and len(found) == len(views):
        return cited_extract(found)
    return extract_of(views[0], more=views[1:], drawing=drawing_of(views))


def whole(loader: Loader, selection: Selection) -> Extract:
    """Return every economy and period of a selection's indicators as of its day, untransformed."""
    everything = Selection(
        selection.indicator,
        tuple(loader.catalogue.economies),
        as_of=selection.as_of,
        policies=selection.policies,
        kind=selection.kind,
        second=selection.second,
    )
    view, *more = views_of(loader, everything)
    named = (loader.observations(one.indicator.id, as_of=selection.as_of) for one in (view, *more))
    return replace(
        extract_of(view, more=more, permalink=replace(everything, economies=None)),
        name=whole_name(*named),
    )


def drawing_of(views: Sequence[View], cited: Sequence[Cited | None] = ()) -> Drawing | None:
    """Return the chart of those views that have points; None where none has, or too many economies to be read."""
    shown = [place for place, view in enumerate(views) if not view.points.empty]
    if not shown or any(len(view.economies) > MOST_ECONOMIES for view in views):
        return None
    return drawn(drawn_chart([views[place] for place in shown], [cited[place] for place in shown] if cited else ()))


def drawn(built: Built) -> Drawing:
    """Return a chart that is drawn when it is asked for, in the light colours and as wide as a page of text."""

    def figure(link: str = "") -> Figure:
        return built.draw("light", Sheet(_PAGE_PX, more_at=link))

    def picture(ending: str, link: str) -> bytes:
        # what draws it takes longer to import than most commands to run
        from dashboard.figures import picture as pictures  # noqa: PLC0415

        said = pictures.Told(built.title or built.name, alone(built.alt), " ".join(map(source_line, built.views)), link)
        return pictures.picture(figure(link), pictures.PICTURES[ending], said, width=_PAGE_PX, ratio=_FINE)

    return Drawing(figure, built.alt, picture)


def _comparison(kind: ChartKind, loader: Loader, selection: Selection) -> Extract:
    _refuse_overlooked(kind, selection)
    request, named = request_for(kind, loader, selection), selection.economies or ()
    if kind.needs_economies and named:
        # a file has room for more than a chart
        request = replace(request, chosen=named)
    built = kind.build(request)
    if not isinstance(built, Built):
        raise NothingToShow(built.text)
    found = extract_built(built, kind.page)
    is_crowded = kind.needs_economies and len(named) > kind.most_economies
    return replace(found, drawing=None) if is_crowded else found


def _refuse_overlooked(kind: ChartKind, selection: Selection) -> None:
    """Refuse what would change nothing; what goes along with links from page to page is in many of them unasked."""
    for key in kind.overlooks:
        known = PARAMETERS[key]
        is_asked = getattr(selection, known.attribute) != getattr(_USUAL, known.attribute)
        if known.is_data and known.stays is Stays.HERE and is_asked:
            message = f"{key} says nothing of the rows of {kind.id}."
            raise SelectionError("idle", message, field=key)
    if kind.most_economies == 1 and len(selection.economies or ()) > 1:
        raise SelectionError("one-economy", f"The rows of {kind.id} are of one economy: name one.", field="economy")


def built_table(built: Built, link: str = "") -> Table:
    """Return the rows of a chart that has been built, its chart along with them, ready for a file."""
    if built.views:
        return extract_built(built).table(link)
    return Table(built.rows(), built.name, title=built.title, drawing=drawn(built), link=link)


def extract_built(built: Built, page: str = "explore") -> Extract:
    """Return the rows of a chart that has been built, its chart along with them."""
    return Extract(built.rows(), built.views, built.name, built.permalink, page, built.rests_on, drawing=drawn(built))
