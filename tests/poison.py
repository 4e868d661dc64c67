"""Put hostile text into every text of a catalogue, and tell where it was taken for something else than text."""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dashboard.catalogue.catalogue import Catalogue

# each piece is found again by its mark where it stands unescaped
POISON: Final = '<b onclick="Zq">Zq</b>[Zq](javascript:Zq)**Zq**$Zq$:red[Zq] :material/home: %{Zq}&lt;Zq'
# texts that name something else, and are looked up by it
_NAMES: Final = frozenset(
    {
        "id",
        "code",
        "subject",
        "page",
        "economy",
        "comparators",
        "language",
        "policy",
        "history",
        "indicator",
        "indicators",
        "inputs",
    }
)
# the same where there is little room
SHORT: Final = "<b on=Zq>&lt;Zq%{Zq}"
# what a spreadsheet would run, in front of each text
FORMULA: Final = "=Zq()"
# what plotly would take for something else than text
FIGURE: Final = re.compile(r"<b on|&lt;Zq|%\{Zq")
# what Streamlit's markdown would, where no backslash stands before it
MARKDOWN: Final = re.compile(
    r"(?<!\\)<b on|(?<!\\)\[Zq(?!\\)|(?<!\\)\*\*Zq|(?<!\\)\$Zq\$|(?<!\\):red\[Zq|(?<!\\):material/home:|(?<!\\)&lt;Zq"
)
Change = Callable[[str], str]
M = TypeVar("M", bound=BaseModel)


def poisoned(catalogue: Catalogue, poison: str = POISON, *, before: bool = False) -> Catalogue:
    """Return a catalogue in which every text that a person reads ends in hostile text, or begins with it."""
    add: Change = (lambda text: poison + text) if before else lambda text: text + poison
    fields = [field.name for field in dataclasses.fields(catalogue) if field.name not in ("policies", "spellings")]
    return dataclasses.replace(catalogue, **{name: _poisoned(getattr(catalogue, name), add) for name in fields})


def _poisoned(value: Any, add: Change) -> Any:  # noqa: ANN401 - any part of a catalogue
    if isinstance(value, BaseModel):
        return _poisoned_record(value, add)
    if isinstance(value, Mapping):
        return {key: _poisoned(inner, add) for key, inner in value.items()}
    return tuple(_poisoned(inner, add) for inner in value) if isinstance(value, tuple) else value


def _poisoned_record(record: M, add: Change) -> M:
    fields = type(record).model_fields
    changed = {name: _field(getattr(record, name), field, add) for name, field in fields.items() if name not in _NAMES}
    return record.model_copy(update=changed)


def _field(value: Any, field: FieldInfo, add: Change) -> Any:  # noqa: ANN401 - any field's value
    if type(value) is str:
        return add(value) if value and _is_free(field.annotation, field.metadata) else value
    if isinstance(value, tuple) and value and all(type(inner) is str for inner in value):
        [kind, *_] = get_args(field.annotation)
        return tuple(map(add, value)) if _is_free(kind, ()) else value
    return _poisoned(value, add)


def _is_free(kind: Any, metadata: Any) -> bool:  # noqa: ANN401 - any annotation
    """Tell whether any text may stand in a field, and not one of a pattern or a list."""
    if get_origin(kind) is Annotated:
        kind, *metadata = get_args(kind)
    return kind is str and not any(getattr(known, "pattern", None) for known in metadata)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 - whatever JSON holds
    """Yield each text in a structure with the path to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from leaves(inner, path)
    elif isinstance(value, str):
        yield path, value
