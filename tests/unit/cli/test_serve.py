"""Does `serve` hand its options to Streamlit, and nothing to a server that could not serve?"""

import argparse
from collections.abc import Sequence

import pytest

from dashboard import __version__
from dashboard.cli import main, serve
from dashboard.cli.workers import Worker
from dashboard.settings import APP


def command_line(words: Sequence[str]) -> list[str]:
    parser = argparse.ArgumentParser()
    serve.COMMAND.arguments(parser)
    return serve.streamlit_arguments(parser.parse_args(words))


def test_without_options_the_configuration_says_everything() -> None:
    assert command_line([]) == ["streamlit", "run", str(APP)]
    assert APP.is_file()
    assert (APP.parent / ".streamlit" / "config.toml").is_file()


def test_options_become_those_of_streamlit() -> None:
    told = command_line(["--port", "8600", "--address", "0.0.0.0", "--base-path", "eraline"])
    assert told[3:] == ["--server.port=8600", "--server.address=0.0.0.0", "--server.baseUrlPath=eraline"]


def test_any_option_of_streamlit_may_follow() -> None:
    assert command_line(["--port", "1", "--", "--server.maxUploadSize=5"])[3:] == [
        "--server.port=1",
        "--server.maxUploadSize=5",
    ]


@pytest.mark.parametrize(("address", "names"), [(None, None), ("127.0.0.1", None), ("0.0.0.0", "*")])
def test_processes_behind_nginx_answer_to_the_names_that_one_alone_would(
    address: str | None, names: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str | None]()

    def supervise(workers: Sequence[Worker], *_: object) -> bool:
        told.extend(worker.environment.get("ERALINE_HOSTS") for worker in workers)
        return True

    monkeypatch.setattr(serve, "supervise", supervise)
    where = ["--address", address] if address else []
    assert main(["serve", "--workers", "2", "--balancer", "none", *where]) == 0
    assert told == [names] * 2


def test_a_bad_setting_starts_no_server(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ERALINE_MAX_CONCURRENCY", "100")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.startswith("eraline: ERALINE_MAX_CONCURRENCY cannot be used")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nginx-for", ""], "--nginx-for is empty"),
        (["--address", ""], "--address is empty"),
        (["--port", "", "--workers", "2"], "--port is empty"),
        (["--nginx-for", "127.0.0.1:8501", "--port", "abc"], "--port is a number"),
        (["--nginx-for", "127.0.0.1:8501", "--port", "65536"], "from 1 to 65535"),
        (["--workers", "2", "--port", "9" * 5_000], "--port is a number"),
    ],
)
def test_what_cannot_be_listened_at_is_refused_before_anything_starts(
    words: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(*_: object, **__: object) -> None:
        pytest.fail("a server was started")

    monkeypatch.setattr(serve.runpy, "run_module", started)
    assert main(["serve", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


def test_the_version_has_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert (done.value.code, capsys.readouterr().out) == (0, f"eraline {__version__}\n")
