"""Read which economies a query names: by code, by any name that is known of them, or as a group."""

from typing import Final

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.economy_names import described, economies_by_name, economies_meant, folded_name
from dashboard.catalogue.groups import GROUP_SIGN, group_named
from dashboard.errors import SelectionError
from dashboard.formatting import quoted
from dashboard.views.query import Query, named

_MOST_MEANT: Final = 4


def read_economies(query: Query, catalogue: Catalogue) -> tuple[str, ...] | None:
    """Return the codes of the economies that a query names, a group by its members; None where it names none."""

    def is_name(text: str) -> bool:
        # what is written as a code is one: AND is Andorra, though "and" tells no names apart
        parts = [part.strip() for part in text.split(",")]
        if any(part in catalogue.economies for part in parts):
            return False
        names = economies_by_name(catalogue.economies)
        return folded_name(text) in names and any(part.upper() not in catalogue.economies for part in parts)

    found = query.many("economy", lambda text: meant(text, catalogue), is_name=is_name)
    return None if found is None else tuple(dict.fromkeys(code for codes in found for code in codes))


def meant(text: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the economies that a code, a group or a name stands for; SelectionError names those that it may mean."""
    known, groups = catalogue.economies, catalogue.groups
    if text.upper() in known:
        return (text.upper(),)
    if group := group_named(text, groups):
        return group.members
    found = () if text.startswith(GROUP_SIGN) else economies_meant(text, known)
    if len(found) > 1:
        more = ", among others" if len(found) > _MOST_MEANT else ""
        message = f"{quoted(text)} may mean {described(found[:_MOST_MEANT], known)}{more}."
        raise SelectionError("ambiguous-economy", message, field="economy", allowed=found)
    return found or (named(text, "economy", {**known, **groups}),)
