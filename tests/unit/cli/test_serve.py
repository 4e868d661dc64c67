"""Does `serve` hand its options to Streamlit, and nothing to a server that could not serve?"""

import argparse
from collections.abc import Sequence

import pytest

from dashboard import __version__
from dashboard.cli import main, serve
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


def test_a_bad_setting_starts_no_server(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ERALINE_MAX_CONCURRENCY", "100")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.startswith("eraline: ERALINE_MAX_CONCURRENCY cannot be used")


def test_the_version_has_one_place(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["--version"])
    assert (done.value.code, capsys.readouterr().out) == (0, f"eraline {__version__}\n")
