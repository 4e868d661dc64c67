"""Does nginx's configuration name every process once, and take nothing that would be something else in it?"""

import re
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.cli.balancer import Balanced, addresses, base_of, configuration
from dashboard.errors import BadSetting
from dashboard.settings import PROJECT, TURN_SECONDS

THREE = ("10.0.0.11:8501", "10.0.0.12:8501", "10.0.0.13:8501")


def test_each_process_has_a_name_that_a_cookie_leads_to_and_others_behind_it() -> None:
    text = configuration(Balanced(THREE, "80"))
    for number, address in enumerate(THREE, 1):
        (group,) = re.findall(rf"upstream eraline_{number} {{(.*?)\n}}", text, flags=re.DOTALL)
        servers = re.findall(r"server (\S+)( backup)?", group)
        assert servers[0] == (address, "")
        assert sorted(server for server, _ in servers) == sorted(THREE)
        assert [backup for _, backup in servers[1:]] == [" backup"] * 2
        assert text.count(f'"{number}" eraline_{number};') == 2
        assert f'"~{re.escape(address)}$" {number};' in text


def test_everything_is_under_the_base_path(tmp_path: Path) -> None:
    text = configuration(Balanced(THREE, "127.0.0.1:8501", base_of("x/eraline"), tmp_path))
    locations = re.findall(r"location (?:= )?(/\S*) {", text)
    assert len(locations) > 5
    beside = {"/": "return 404;", "/robots.txt": "proxy_pass http://eraline_any;"}
    assert all(location.startswith("/x/eraline") for location in locations if location not in beside)
    for location, answer in beside.items():
        assert re.search(rf"location (= )?{re.escape(location)} {{\n\s+{re.escape(answer)}\n", text)
    assert "Path=/x/eraline;" in text
    assert text.count("{") == text.count("}")


def test_nginx_waits_longer_for_a_large_answer_than_a_process_lets_it_wait_for_its_turn() -> None:
    (api,) = re.findall(r"location /api/ {(.*?)\n    }", configuration(Balanced(THREE, "80")), flags=re.DOTALL)
    (seconds,) = re.findall(r"proxy_read_timeout (\d+)s;", api)
    assert int(seconds) > 2 * TURN_SECONDS


@pytest.mark.parametrize("text", ["", "10.0.0.1", "app:8501", "10.0.0.1:8501;", "10.0.0.1:8501,", "1.2.3.4:1 {"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match=r"10\.0\.0\.1:8501,10\.0\.0\.2:8501"):
        addresses(text)


@pytest.mark.parametrize("text", ["a b", "x;y", "x{", '"', "a//b"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(BadSetting, match="base path"):
        base_of(text)


def test_what_is_kept_for_several_machines_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--nginx-for", ",".join(THREE)]) == 0
    assert capsys.readouterr().out == (PROJECT / "deploy" / "nginx" / "several-machines.conf").read_text("utf-8")
