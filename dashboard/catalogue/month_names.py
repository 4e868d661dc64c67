"""Tell which month a name means, in full or shortened, in the languages that most tables are written in."""

from typing import Final

from dashboard.catalogue.folding import folded

_NAMES: Final = (
    ("january", "januar", "janvier", "enero", "jänner", "gennaio", "janeiro"),
    ("february", "februar", "février", "febrero", "feber", "febbraio", "fevereiro"),
    ("march", "märz", "mars", "marzo", "maerz", "março"),
    ("april", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "maio"),
    ("june", "juni", "juin", "junio", "giugno", "junho"),
    ("july", "juli", "juillet", "julio", "luglio", "julho"),
    ("august", "août", "agosto"),
    ("september", "septembre", "septiembre", "settembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "ottobre", "outubro"),
    ("november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "décembre", "diciembre", "dicembre", "dezembro"),
)
_SHORTEST: Final = 3


def month_named(text: str) -> int | None:
    """Return the number of the month that a text names, by at least three letters of it; None if it names no one."""
    wanted = folded(text).removesuffix(".")
    if len(wanted) < _SHORTEST:
        return None
    found = {
        number for number, names in enumerate(_NAMES, start=1) if any(folded(name).startswith(wanted) for name in names)
    }
    return found.pop() if len(found) == 1 else None
