"""Registry of the styles that a citation is written in: page, API and command line offer what stands here."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboard import formatting
from dashboard.export.json_text import json_bytes
from dashboard.export.works import Work


@dataclass(frozen=True)
class CitationStyle:
    """One style: the ending of its files, which is also its name, its media type, its name for people, how it writes.

    `render` takes the works in the order in which they are cited. A page shows its text where people read or copy it
    (`is_shown`), and offers it as a file where a program reads it (`is_file`).
    """

    ending: str
    media_type: str
    label: str
    render: Callable[[Sequence[Work]], str]
    is_shown: bool = False
    is_file: bool = True


# what TeX takes for a command; a brace of its own would not balance for BibTeX, even behind a backslash
_TEX: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)


def _chicago(works: Sequence[Work]) -> str:
    return "\n".join(_sentences(_chicago_parts(work)) for work in works) + "\n"


def _chicago_parts(work: Work) -> Iterator[str]:
    yield work.publisher
    yield f"“{work.title}.”"
    yield f"{work.database}, series {work.code}" if work.code else work.database
    yield work.edition
    yield work.computed
    yield work.licence
    yield f"Accessed {formatting.day(work.accessed, 'day')}" if work.accessed else ""
    yield work.link


def _apa(works: Sequence[Work]) -> str:
    return "\n".join(_sentences(_apa_parts(work)) for work in works) + "\n"


def _apa_parts(work: Work) -> Iterator[str]:
    yield work.publisher
    yield f"({work.issued.year})"
    inside = "; ".join(part for part in (work.code and f"Series {work.code}", work.edition, work.computed) if part)
    yield f"{work.title} ({inside}) [Data set]"
    yield work.database
    yield work.licence
    if work.accessed:
        day = f"{work.accessed:%B} {work.accessed.day}, {work.accessed.year}"
        yield f"Retrieved {day}, from {work.link}" if work.link else f"Retrieved {day}"
    else:
        yield work.link


def _sentences(parts: Iterator[str]) -> str:
    """Return parts as sentences; a URL, which ends them, has no full stop that might be taken for its own."""
    said = [part for part in parts if part]
    ended = [part if part.endswith((".", ".”")) or "://" in part.split()[-1] else f"{part}." for part in said]
    return " ".join(ended)


def _bibtex(works: Sequence[Work]) -> str:
    return "\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    """Return a work as an entry that BibTeX and biblatex take: its fields hold text alone, the URL as it is."""
    note = "; ".join(
        part for part in (work.code and f"Series {work.code}", work.edition, work.computed, _licence(work)) if part
    )
    fields = {
        "author": f"{{{_tex(work.publisher)}}}",
        "title": f"{{{_tex(work.title)}}}",
        "howpublished": _tex(work.database),
        "publisher": _tex(work.publisher),
        "version": _tex(work.release),
        "year": str(work.issued.year),
        "date": work.issued.isoformat(),
        "note": _tex(note),
        "url": _url(work.link),
        "urldate": work.accessed.isoformat() if work.accessed else "",
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text.strip("{}"))
    return f"@misc{{{work.id},\n{lines}}}\n"


def _tex(text: str) -> str:
    return text.translate(_TEX)


def _url(link: str) -> str:
    return link.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def _ris(works: Sequence[Work]) -> str:
    return "".join(f"{tag}  - {text}\r\n" for work in works for tag, text in _tags(work) if text or tag == "ER")


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "DATA"
    yield "ID", work.id
    yield "AU", work.publisher
    yield "TI", work.title
    yield "T2", work.database
    yield "PB", work.publisher
    yield "PY", str(work.issued.year)
    yield "DA", f"{work.issued:%Y/%m/%d}"
    yield "ET", work.edition
    yield "AN", work.code
    yield "N1", work.computed
    yield "N1", _licence(work)
    yield "UR", work.link
    yield "Y2", f"{work.accessed:%Y/%m/%d}" if work.accessed else ""
    yield "ER", ""


def _csl(works: Sequence[Work]) -> str:
    return json_bytes([_item(work) for work in works]).decode()


def _item(work: Work) -> dict[str, Any]:
    said = {
        "id": work.id,
        "type": "dataset",
        "title": work.title,
        "author": [{"literal": work.publisher}],
        "publisher": work.publisher,
        "container-title": work.database,
        "number": work.code,
        "version": work.release,
        "edition": work.edition,
        "issued": _date(work.issued),
        "accessed": _date(work.accessed) if work.accessed else None,
        "license": work.licence,
        "note": "; ".join(part for part in (work.computed, _licence(work)) if part),
        "URL": work.link,
    }
    return {name: value for name, value in said.items() if value}


def _date(day: dt.date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _licence(work: Work) -> str:
    return f"Licence: {' '.join(part for part in (work.licence, work.licence_url) if part)}" if work.licence else ""


_ALL: Final = (
    CitationStyle("txt", "text/plain; charset=utf-8", "Chicago", _chicago, is_shown=True, is_file=False),
    CitationStyle("apa.txt", "text/plain; charset=utf-8", "APA", _apa, is_shown=True, is_file=False),
    CitationStyle("bib", "application/x-bibtex; charset=utf-8", "BibTeX", _bibtex, is_shown=True),
    CitationStyle("ris", "application/x-research-info-systems; charset=utf-8", "RIS", _ris),
    CitationStyle("json", "application/vnd.citationstyles.csl+json", "CSL-JSON", _csl),
)
CITATION_STYLES: Final[dict[str, CitationStyle]] = {style.ending: style for style in _ALL}
# the style that files and pages write a citation in where nobody chooses one
USUAL: Final = _ALL[0]
