"""Does what deploy/ keeps fit the commands, the settings and itself?"""

import re
import shlex
from configparser import ConfigParser
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from dashboard import cli
from dashboard.cli.balancer import Balanced, configuration
from dashboard.cli.terminal import Exit
from dashboard.settings import PREFIX, PROJECT, Settings, variable

DEPLOY: Final = PROJECT / "deploy"
KNOWN: Final = {variable(name) for name in Settings.model_fields}


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    # systemd's names are as they are written
    parser.optionxform = str  # pyright: ignore[reportAttributeAccessIssue]
    parser.read(DEPLOY / "systemd" / name, encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["eraline@.service", "eraline-refresh.service"])
def test_a_unit_starts_a_command_that_there_is_as_a_user_without_rights(name: str) -> None:
    service = unit(name)["Service"]
    program, *words = shlex.split(service["ExecStart"].replace("%i", "8501"))
    assert Path(program).name == "eraline"
    assert cli.parser(*words[:1]).parse_args(words)
    assert service["User"] == "eraline"
    assert (service["NoNewPrivileges"], service["ProtectSystem"], service["CapabilityBoundingSet"]) == (
        "yes",
        "strict",
        "",
    )


def test_no_end_that_a_refresh_comes_to_by_itself_counts_as_a_fault_of_the_unit() -> None:
    taken = {int(code) for code in unit("eraline-refresh.service")["Service"]["SuccessExitStatus"].split()}
    # what was said wrong and what is asked of a cited link are none of a refresh
    assert taken == set(Exit) - {Exit.DONE, Exit.BAD_USAGE, Exit.CHANGED}


def test_every_setting_that_is_named_is_one() -> None:
    files = [file for file in DEPLOY.rglob("*") if file.is_file()]
    assert len(files) > 5
    named = {found for file in files for found in re.findall(rf"\b{PREFIX}[A-Z_]+\b", file.read_text("utf-8"))}
    assert named
    assert named - KNOWN == set()


def test_nginx_knows_every_app_of_compose_by_its_address(compose: dict[str, Any]) -> None:
    apps = [service for name, service in compose["services"].items() if name.startswith("app")]
    addresses = tuple(f"{app['networks']['inside']['ipv4_address']}:8501" for app in apps)
    kept = (DEPLOY / "nginx" / "compose.conf").read_text("utf-8")
    assert kept == configuration(Balanced(addresses, "8080"))


def test_no_container_of_eraline_may_write_or_gain_rights(compose: dict[str, Any]) -> None:
    ours = [service for name, service in compose["services"].items() if name not in ("database", "nginx")]
    assert len(ours) > 1
    for service in ours:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert re.search(r"^USER \d+$", (DEPLOY / "Dockerfile").read_text("utf-8"), flags=re.MULTILINE)
