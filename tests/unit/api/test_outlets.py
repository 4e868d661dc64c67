"""Is hostile text only text in every form in which something is taken away? A form that has no reader here fails."""

import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from typing import Final
from xml.etree import ElementTree as ET

import httpx
import openpyxl
import pandas as pd
import pytest
from starlette.testclient import TestClient

from dashboard.api.routes import ENDPOINTS
from dashboard.catalogue.catalogue import Catalogue
from dashboard.export.snippets import SNIPPETS
from dashboard.store.opening import Cache
from dashboard.ui import embed
from dashboard.ui.navigation import PAGES
from dashboard.ui.shared_links import Tell, is_charted, teller
from tests.poison import FORMULA, MARKDOWN, POISON, leaves, poisoned
from tests.unit.api.conftest import client_of

SITE: Final = "https://example.org"
SERIES: Final = "indicator=gdp-growth&economy=CHN"
# those of whose forms each is asked for once: the others' are the same ones
ASKED: Final = {"observations": SERIES, "chart": f"page=explore&{SERIES}", "citation": SERIES, "policies/registry": ""}
ACTIVE: Final = frozenset({"b", "a", "img", "script"})


class Tags(HTMLParser):
    """What HTML is made of: whichever elements have an attribute that runs something, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.running, self.names, self.text = list[str](), set[str](), ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.running += [
            tag for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript")
        ]

    def handle_data(self, data: str) -> None:
        self.text += data


def is_html(content: bytes) -> str:
    found = Tags(content.decode())
    assert found.running == []
    return found.text


def is_separated(content: bytes) -> str:
    text = content.decode("utf-8-sig")
    cells = [
        cell for row in csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text[:500], ",;")) for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))] == []
    return text


def is_workbook(content: bytes) -> str:
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink] == []
    return " ".join(str(cell.value) for cell in cells)


def is_json(content: bytes) -> str:
    return " ".join(text for _, text in leaves(json.loads(content)))


def is_archive(content: bytes) -> str:
    files = zipfile.ZipFile(io.BytesIO(content))
    assert [name for name in files.namelist() if not re.fullmatch(r"[A-Za-z0-9_./-]+", name) or ".." in name] == []
    readme = files.read("README.md").decode()
    assert MARKDOWN.findall(readme.replace(":red", "").replace(":material/home:", "")) == []
    for name in files.namelist():
        if (read := READERS.get(name.rpartition(".")[2])) is not None:
            read(files.read(name))
    return readme


def is_drawing(content: bytes) -> str:
    root = ET.fromstring(content)  # noqa: S314 - our own
    assert {one.tag.rpartition("}")[2] for one in root.iter()} & ACTIVE == set()
    return " ".join(root.itertext())


def is_document(content: bytes) -> None:
    assert content.startswith(b"%PDF")
    # what is packed may look like anything
    content = re.sub(rb"\bstream\r?\n.*?\bendstream\b", b"", content, flags=re.DOTALL)
    assert re.findall(rb"/(?:JavaScript|JS|OpenAction|AA|Launch|URI)\b", content) == []


def is_bibtex(content: bytes) -> str:
    text = content.decode()
    bare = re.sub(r"\\[a-z]+\{\}|\\.", "", text)
    depth = 0
    for letter in bare:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert len(re.findall(r"^@", text, flags=re.MULTILINE)) == text.count("\n}")
    return text


def is_ris(content: bytes) -> str:
    lines = content.decode().splitlines()
    assert [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    return " ".join(lines)


READERS: Final[Mapping[str, Callable[[bytes], str | None]]] = {
    **dict.fromkeys(("csv", "semicolon.csv", "sdmx.csv"), is_separated),
    **dict.fromkeys(("json", "full.json"), is_json),
    **dict.fromkeys(("txt", "apa.txt"), lambda content: content.decode()),
    "xlsx": is_workbook,
    "parquet": lambda content: str(pd.read_parquet(io.BytesIO(content)).iloc[0].to_dict()),
    "html": is_html,
    "zip": is_archive,
    # pixels show what they show
    "png": lambda _content: None,
    "svg": is_drawing,
    "pdf": is_document,
    "bib": is_bibtex,
    "ris": is_ris,
    "toml": lambda content: str(tomllib.loads(content.decode())),
}
# those that hold no texts but codes, or in which a text is found only by drawing it
WORDLESS: Final = frozenset({"png", "pdf", "sdmx.csv", "parquet"})
PATHS: Final = {
    ending: f"{path}?{ASKED[one.name]}"
    for one in reversed(ENDPOINTS)
    if one.name in ASKED
    for path, ending in one.paths.items()
    if ending
}


@pytest.fixture(scope="module")
def hostile(catalogue: Catalogue) -> Catalogue:
    return poisoned(poisoned(catalogue, POISON), FORMULA, before=True)


@pytest.fixture(scope="module")
def client(cache: Cache, hostile: Catalogue) -> TestClient:
    return client_of(cache, hostile)


@pytest.fixture(scope="module")
def tell(cache: Cache, hostile: Catalogue) -> Tell:
    return teller(lambda: cache, lambda: hostile)


def test_every_form_that_something_is_taken_away_in_has_a_reader() -> None:
    assert {ending for one in ENDPOINTS for ending in one.paths.values() if ending} == READERS.keys()
    assert PATHS.keys() == READERS.keys()


@pytest.mark.parametrize("ending", READERS)
def test_a_form_takes_no_text_for_more(client: TestClient, ending: str) -> None:
    path = f"{PATHS[ending]}&policy=china" if ending == "toml" else PATHS[ending]
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    told = READERS[ending](answer.content)
    assert ending in WORDLESS or "Zq" in (told or "")
    assert [value for value in answer.headers.values() if "Zq" in value] == []


@pytest.mark.parametrize("page", [entry.id for entry in PAGES.values() if is_charted(entry)])
def test_the_head_of_a_page_and_the_frame_of_its_chart_hold_texts_as_they_are(tell: Tell, page: str) -> None:
    shared = tell(PAGES[page], SERIES)
    head, frame = Tags(shared.head(SITE)), Tags(embed.snippet(shared.frame(SITE), shared.title))
    assert (head.names, head.running) == ({"title", "meta", "link"}, [])
    assert (frame.names, frame.running) == ({"iframe"}, [])


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_runs_nothing_of_a_query(name: str) -> None:
    url = str(httpx.URL(f"{SITE}/x", params={"search": "'\"`$(Zq)\\\n"}))
    assert url in SNIPPETS[name].of(url, "x")
    # what nobody has encoded is refused
    with pytest.raises(ValueError, match="cannot hold"):
        SNIPPETS[name].of(f'{SITE}/x"', "x")
