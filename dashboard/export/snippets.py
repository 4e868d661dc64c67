"""Registry of the programs that a data link is used in, each with a snippet that reads the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Snippet:
    """What one program is told to read a table from a URL: `text` holds it as {url}, and the file's name as {name}.

    `language` is what its text is coloured as; `hint` says where it goes. `is_run` tells whether the tests run it, None
    where there is nothing to run: whoever takes a snippet is told.
    """

    id: str
    label: str
    language: str
    text: str
    hint: str = ""
    is_run: bool | None = False

    @property
    def advice(self) -> str:
        """Return where it goes, and whether anybody has seen it run."""
        tried = {True: _TRIED, False: _UNTRIED, None: ""}[self.is_run]
        return f"{self.hint} {tried}".strip()

    def of(self, url: str, name: str) -> str:
        """Return the snippet for a URL; a percent-encoded one holds nothing that ends a string anywhere."""
        if unsafe := set("\"'`\\ \n") & set(url + name):
            raise ValueError(f"A snippet cannot hold {sorted(unsafe)}.")
        return self.text.format(url=url, name=name)


_TRIED: Final = "The tests of every release run it."
_UNTRIED: Final = "Written from the program's manual; our tests do not run it."
_ALL: Final = (
    Snippet("url", "URL", "text", "{url}", is_run=None),
    Snippet("curl", "curl", "bash", "curl --fail --output {name}.csv '{url}'", "In a terminal.", is_run=True),
    Snippet(
        "python",
        "Python",
        "python",
        'import pandas as pd\n\nrows = pd.read_csv("{url}")',
        "With pandas.",
        is_run=True,
    ),
    Snippet("r", "R", "r", 'rows <- read.csv("{url}")', is_run=True),
    Snippet(
        "julia",
        "Julia",
        "julia",
        'using CSV, DataFrames, Downloads\n\nrows = CSV.read(Downloads.download("{url}"), DataFrame)',
        "With the packages CSV and DataFrames.",
    ),
    Snippet(
        "excel",
        "Excel",
        "text",
        'let\n    File = Csv.Document(Web.Contents("{url}"), [Delimiter=",", Encoding=65001]),\n'
        "    Rows = Table.PromoteHeaders(File)\nin\n    Rows",
        "Data, Get Data, Blank Query, Advanced Editor. Refresh brings what is new.",
    ),
    Snippet(
        "sheets",
        "Google Sheets",
        "text",
        '=IMPORTDATA("{url}")',
        "In a cell. Google's servers have to reach this address.",
    ),
)
SNIPPETS: Final[Mapping[str, Snippet]] = {snippet.id: snippet for snippet in _ALL}
