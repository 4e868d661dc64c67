"""Does `changed` tell a script by its exit code whether a cited chart still says the same?"""

import datetime as dt
import json
from collections.abc import Callable

import pytest

from dashboard.cli import main
from dashboard.store.observations import Store

Run = Callable[..., tuple[int, str, str]]
HOST = "https://example.org/eraline"


@pytest.fixture
def run(store: Store, capsys: pytest.CaptureFixture[str]) -> Run:
    assert store.vintages()

    def changed(*words: str) -> tuple[int, str, str]:
        code = main(["changed", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return changed


@pytest.mark.parametrize(
    "link",
    [
        f"{HOST}/explore?indicator=rd-spending&economy=CHN&view=table&as_of=2023-01-01",
        f"{HOST}/compare?indicator=rd-spending&view=ranking&as_of=2023-01-01",
        "/api/v1/observations.csv?indicator=rd-spending&economy=CHN&cited=2023-01-01",
    ],
)
def test_what_moved_is_said_and_the_exit_code_is_four(run: Run, link: str) -> None:
    code, out, err = run(link)
    assert (code, err) == (4, "")
    assert out.startswith("Research and development spending: ")
    assert "since 1 January 2023" in out


def test_what_still_holds_ends_with_zero(run: Run) -> None:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    code, out, _ = run(f"{HOST}/explore?indicator=rd-spending&economy=CHN&as_of={today}")
    assert code == 0
    assert "Unchanged since" in out


def test_json_has_every_value_that_changed(run: Run) -> None:
    code, out, _ = run("--json", f"{HOST}/explore?indicator=rd-spending&economy=CHN&as_of=2023-01-01")
    [told] = json.loads(out)
    assert code == 4
    assert told["changed"]
    assert told["revised"] + told["added"] + told["withdrawn"] + told["redefined"] == len(told["changes"])
    assert {change["economy"] for change in told["changes"]} == {"CHN"}


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (f"{HOST}/explore?indicator=rd-spending", "neither as_of nor cited"),
        (f"{HOST}/timeline?as_of=2023-01-01", "no chart"),
        (f"{HOST}/explore?indicator=nothing&as_of=2023-01-01", "nothing"),
        (f"{HOST}/explore?indicator=gdp&as_of=never", "never"),
    ],
)
def test_a_link_that_cites_nothing_is_bad_usage(run: Run, link: str, said: str) -> None:
    code, out, err = run(link)
    assert (code, out) == (2, "")
    assert said in err
