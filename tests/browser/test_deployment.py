"""Does a page go on behind nginx, PgBouncer and a replica, whatever of it ends, and is nothing lost?"""

import os
import re
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.errors import ASK_AGAIN_SECONDS
from tests.browser.conftest import drawn, new_reader, query, settle, take_away
from tests.deployed import WORKERS, Deployment, deployed, events, lone_nginx, until
from tests.replay import ReplayServer
from tests.shipped import FirstStart

GROWTH = "NY.GDP.MKTP.KD.ZG"
OBSERVATIONS = "/api/v1/observations.json?indicator=gdp-growth&economy=CHN&from=2019&to=2020"
OWN = b"Country,2019,2020,2021\nChina,1,2,3\nUSA,4,5,6\n"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    reader = new_reader(chromium)
    page = reader.new_page()
    yield page
    reader.close()


def test_while_no_process_answers_nginx_says_so_and_asks_again() -> None:
    with lone_nginx() as url:
        answer = httpx.get(url, trust_env=False)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html")
        assert "Eraline is not there at the moment" in answer.text
        assert 'http-equiv="refresh"' in answer.text
        assert httpx.get(f"{url}/metrics", trust_env=False).status_code == 404
        # a program is told so as it is by a process
        answer = httpx.get(f"{url}/api/v1/observations.json", trust_env=False)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/json")
        assert answer.json()["error"]["code"] == "unavailable"
        assert answer.headers["retry-after"] == str(ASK_AGAIN_SECONDS)
        assert answer.headers["access-control-allow-origin"] == "*"


# one test of many steps: a second one could run in another process, which would start all of it again
@pytest.mark.timeout(600)
def test_a_deployment_of_several_machines(
    page: Page, tmp_path: Path, first_start: FirstStart, subtests: pytest.Subtests
) -> None:
    first_start.copy(tmp_path / "shipped.db")
    with (
        ReplayServer() as replay,
        deployed(tmp_path / "shipped.db", replay.environment, "gdp-growth", "rd-spending") as stack,
    ):
        for step in (
            a_link_opens_and_what_it_shows_can_be_taken_away,
            charts_are_read_from_the_replica,
            a_refresh_is_seen_by_every_process,
            a_session_goes_on_elsewhere_when_its_process_is_killed,
            an_upload_follows_its_session,
            all_processes_are_renewed_and_somebody_always_answers,
            charts_go_on_while_the_primary_is_away_and_a_refresh_says_why_it_cannot,
            after_a_failover_everything_is_written_again,
        ):
            with subtests.test(step.__name__.replace("_", " ")):
                step(page, stack, replay)
        assert "Traceback" not in stack.log, stack.log


def a_link_opens_and_what_it_shows_can_be_taken_away(page: Page, stack: Deployment, _: ReplayServer) -> None:
    page.goto(f"{stack.url}/explore?indicator=gdp-growth&economy=CHN,USA")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    name, content = take_away(page, "CSV")
    assert name.startswith("eraline_gdp-growth")
    assert content.count(b"\n") > 50
    page.keyboard.press("Escape")
    answer = stack.get("/api/v1/observations.csv?indicator=gdp-growth&economy=CHN,USA")
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    script = re.findall(r'src="\./(static/js/[^"]+)"', stack.get("/explore").text)[0]
    assert stack.get(f"/{script}").headers["content-encoding"] == "gzip"


def charts_are_read_from_the_replica(_: Page, stack: Deployment, __: ReplayServer) -> None:
    asked = "SELECT query FROM pg_stat_activity WHERE datname = 'eraline' AND query LIKE '%vintage%'"
    assert stack.replica.ask(asked)


def a_refresh_is_seen_by_every_process(page: Page, stack: Deployment, replay: ReplayServer) -> None:
    bring(stack, replay, 2.9)
    page.reload()
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    assert ["2020-07-01", 2.9] in drawn(page)["China"]


def a_session_goes_on_elsewhere_when_its_process_is_killed(page: Page, stack: Deployment, _: ReplayServer) -> None:
    before, supervisor = worker_of(page), stack.processes["eraline"]
    # it would be started again before the page has noticed
    supervisor.send_signal(signal.SIGSTOP)
    os.kill(stack.pid_of(before), signal.SIGKILL)
    until(lambda: worker_of(page) != before)
    supervisor.send_signal(signal.SIGCONT)
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    page.get_by_role("button", name="Reform and Opening 1978").click()
    expect(page).to_have_url(re.compile("era=reform-and-opening"))
    settle(page)
    assert query(page)["indicator"] == ["gdp-growth"]
    until(lambda: stack.get("/health", before).status_code == 200)
    assert "ended (signal 9) and is started again." in stack.log


def an_upload_follows_its_session(page: Page, stack: Deployment, _: ReplayServer) -> None:
    now = worker_of(page)
    page.get_by_role("button", name="Options").first.click()
    page.get_by_role("button", name="Your own series").click()
    dialog = page.get_by_role("dialog", name="Your own series")
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN}
    dialog.locator('input[type="file"]').set_input_files(file)  # pyright: ignore[reportArgumentType]
    expect(dialog.get_by_text("6 observations of 2 economies, 2019 to 2021, annual")).to_be_visible()
    page.get_by_role("button", name="Draw this series").click()
    expect(page).to_have_url(re.compile("custom"))
    settle(page)
    assert "4" in take_away(page, "CSV")[1].decode()
    assert worker_of(page) == now
    assert stack.get("/health", now).status_code == 200


def all_processes_are_renewed_and_somebody_always_answers(_: Page, stack: Deployment, __: ReplayServer) -> None:
    done, failed, answers = threading.Event(), list[str](), list[int]()

    def ask() -> None:
        while not done.wait(0.05):
            try:
                answers.append(stack.get(OBSERVATIONS).status_code)
            except httpx.HTTPError as exc:
                failed.append(repr(exc))

    asking = threading.Thread(target=ask)
    asking.start()
    stack.processes["eraline"].send_signal(signal.SIGHUP)
    until(lambda: stack.log.count("is renewed.") == WORKERS, 120)
    done.set()
    asking.join()
    assert failed == []
    assert set(answers) == {200}


def charts_go_on_while_the_primary_is_away_and_a_refresh_says_why_it_cannot(
    page: Page, stack: Deployment, _: ReplayServer
) -> None:
    stack.primary.stop()
    assert all(stack.get(OBSERVATIONS, worker).json()[-1]["value"] == 2.9 for worker in range(WORKERS + 1))
    page.goto(f"{stack.url}/explore?indicator=rd-spending&economy=CHN,USA")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    assert drawn(page)["China"]
    code, said = stack.refresh("--indicator", "gdp-growth")
    assert code == 1
    assert "The database that ERALINE_DATABASE_URL names cannot be used." in said
    assert "Traceback" not in said
    alone = "The primary does not answer: reads go to the read replica, and nothing can be written."
    # a process looks again at who is there when it is asked something after a while
    until(lambda: stack.get(OBSERVATIONS).status_code == 200 and alone in stack.log)


def after_a_failover_everything_is_written_again(page: Page, stack: Deployment, replay: ReplayServer) -> None:
    stack.fail_over()
    bring(stack, replay, 3.1)
    page.goto(f"{stack.url}/explore?indicator=gdp-growth&economy=CHN,USA")
    page.wait_for_selector(".js-plotly-plot .main-svg")
    settle(page)
    assert ["2020-07-01", 3.1] in drawn(page)["China"]


def bring(stack: Deployment, replay: ReplayServer, value: float) -> None:
    """Refresh a value, and wait until every process tells it."""
    replay.revise(GROWTH, {("CHN", 2020): value})
    code, said = stack.refresh("--indicator", "gdp-growth")
    assert (code, events(said)[-1]["fresh"]) == (0, 1), said
    for worker in range(WORKERS + 1):
        until(lambda worker=worker: stack.get(OBSERVATIONS, worker).json()[-1]["value"] == value, 30)


def worker_of(page: Page) -> int:
    """Return the number of the process that the browser is led to."""
    (number,) = (cookie.get("value", "") for cookie in page.context.cookies() if cookie.get("name") == "eraline_worker")
    return int(number)
