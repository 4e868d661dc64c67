"""Find the economies that a name may mean: by any name that is known of them, or by words of one."""

from collections.abc import Iterable, Iterator, Mapping

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.folding import words


class EconomyNames:
    """The names of economies, folded: what differs in accents, case, punctuation or "the" and "&" is one name."""

    def __init__(self, economies: Iterable[Economy]) -> None:
        self._called: dict[str, tuple[str, ...]] = {}
        for entry in economies:
            for name in _names(entry):
                known = self._called.get(key := _key(name), ())
                self._called[key] = known if entry.id in known else (*known, entry.id)
        self._words = [(frozenset(name.split()), codes) for name, codes in self._called.items()]

    def called(self, text: str) -> tuple[str, ...]:
        """Return the codes of the economies that have this name."""
        return self._called.get(_key(text), ())

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the codes of the economies that have this name, else of those that have its words in theirs."""
        wanted = set(_key(text).split())
        if not wanted:
            return ()
        return self.called(text) or tuple(
            dict.fromkeys(code for known, codes in self._words if wanted <= known for code in codes)
        )


def described(codes: Iterable[str], economies: Mapping[str, Economy]) -> str:
    """Return economies to choose from, by name and code: Congo Republic (COG) or DR Congo (COD)."""
    *others, last = [f"{economies[code].named} ({code})" for code in codes]
    return f"{', '.join(others)} or {last}" if others else last


def _names(entry: Economy) -> Iterator[str]:
    yield from (entry.name, entry.short_name, *entry.synonyms)
    if entry.iso2:
        yield entry.iso2


def _key(text: str) -> str:
    return " ".join(word for word in words(text.replace("&", " and ")) if word not in ("the", "and"))
