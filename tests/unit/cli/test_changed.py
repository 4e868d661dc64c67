"""Does `changed` tell a script by its exit code whether a cited chart still says the same?"""

import datetime as dt
import json
from collections.abc import Callable

import pytest

from dashboard.catalogue.catalogue import Catalogue
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
        f"{HOST}/api/v1/chart.png?indicator=rd-spending&economy=CHN&as_of=2023-01-01&width=800",
        "/api/v1/chart.svg?page=compare&indicator=rd-spending&view=ranking&as_of=2023-01-01",
        "/api/v1/chart.svg?indicator=rd-spending&view=ranking&asof=2023-01-01",
        "indicator=rd-spending&economy=CHN&as_of=2023-01-01",
        f"{HOST}/data?indicator=rd-spending&economy=CHN&transform=level&view=first-release&as_of=2023-01-01",
        f"{HOST}/data?indicator=rd-spending&economy=CHN&View=revision&asof=2023-01-01",
        "/api/v1/chart.png?page=data&indicator=rd-spending&economy=CHN&view=first-release&as_of=2023-01-01",
        f"{HOST}/Explore?indicator=rd-spending&economy=CHN&as_of=2023-01-01",
        f"<{HOST}/explore?indicator=rd-spending&economy=CHN&as_of=2023-01-01>",
    ],
)
def test_what_moved_is_said_and_the_exit_code_is_four(run: Run, link: str) -> None:
    code, out, err = run(link)
    assert (code, err) == (4, "")
    assert out.startswith("Research and development spending: ")
    assert "since 1 January 2023" in out


@pytest.mark.parametrize("key", ["as_of", "cited"])
@pytest.mark.parametrize("page", ["/", "/explore", "/compare", "/evidence", "/api/v1/observations.csv"])
def test_nothing_is_unchanged_since_a_day_that_has_not_come_yet(run: Run, page: str, key: str) -> None:
    code, out, err = run(f"{HOST}{page}?indicator=rd-spending&economy=CHN&{key}=2099-01-01")
    assert (code, out) == (2, "")
    assert f"{key} names a day that has not come yet, 1 January 2099" in err


@pytest.mark.parametrize("page", ["/", "/timeline?view=overlay&indicator=rd-spending", "/evidence?view=targets"])
def test_every_series_of_a_page_with_several_is_told_of(run: Run, page: str, shipped_catalogue: Catalogue) -> None:
    code, out, err = run("--json", f"{HOST}{page}{'&' if '?' in page else '?'}as_of=2023-01-01")
    assert (code, err) == (4, "")
    drawn = {
        "/": set(shipped_catalogue.history.headline_indicators),
        "/timeline": {"rd-spending"},
        "/evidence": {one.indicator for one in shipped_catalogue.targets.values()},
    }
    told = {entry["id"] for entry in json.loads(out)}
    assert "rd-spending" in told
    assert told <= drawn[page.partition("?")[0]]


@pytest.mark.parametrize(
    ("route", "page"),
    [
        ("chart.png?page=overview&", "?"),
        ("chart.png?view=targets&", "evidence?view=targets&"),
        ("targets?about=rd-spending&", "evidence?view=targets&about=rd-spending&"),
        ("claims.csv?", "evidence?"),
    ],
)
def test_a_route_tells_of_the_series_of_the_page_that_shows_the_same(run: Run, route: str, page: str) -> None:
    told, same = (run("--json", f"{HOST}/{link}as_of=2023-01-01") for link in (f"api/v1/{route}", page))
    assert told == same
    assert told[0] == 4


@pytest.mark.parametrize("view", ["lab&indicator=rd-spending", "hard-technology", ""])
def test_what_a_claim_or_the_lab_rests_on_is_told_of(run: Run, view: str, shipped_catalogue: Catalogue) -> None:
    code, out, _ = run("--json", f"{HOST}/evidence?view={view}&as_of=2023-01-01")
    claims = shipped_catalogue.claims
    asked = [claims[view]] if view in claims else claims.values() if not view else []
    told = {entry["id"] for entry in json.loads(out)}
    assert code == 4
    assert "rd-spending" in told
    assert told <= {check.indicator for claim in asked for check in claim.checks} | {"rd-spending"}


def test_a_timeline_without_a_series_has_nothing_to_tell_of(run: Run) -> None:
    code, _, err = run(f"{HOST}/timeline?as_of=2023-01-01")
    assert code == 1
    assert "draws no figures" in err


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
        (f"{HOST}/data?as_of=2023-01-01", "no chart"),
        (f"{HOST}/data?view=coverage&as_of=2023-01-01", "no chart"),
        (f"{HOST}/evidence?view=nothing&as_of=2023-01-01", "nothing"),
        (f"{HOST}/explore?indicator=nothing&as_of=2023-01-01", "nothing"),
        (f"{HOST}/explore?indicator=gdp&as_of=never", "never"),
        ("https://example.org]/explore?as_of=2023-01-01", "is no link"),
        (f"{HOST}/api/v1/chart.png?page=nothing&as_of=2023-01-01", "no chart"),
        (f"{HOST}/api/v1/vintages?indicator=gdp&as_of=2023-01-01", "targets, claims"),
    ],
)
def test_a_link_that_cites_nothing_is_bad_usage(run: Run, link: str, said: str) -> None:
    code, out, err = run(link)
    assert (code, out) == (2, "")
    assert said in err
