"""Is every dependency listed with a reason and a licence, as pyproject.toml and the installed files have them?"""

from email.message import Message

import pytest

from docs.dependencies import FILE, dependencies, licence_of


def listed() -> dict[str, list[str]]:
    rows = [line.strip("| ").split(" | ") for line in FILE.read_text("utf-8").splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row for row in rows}


def test_every_dependency_is_listed_with_its_reason_and_licence() -> None:
    # `make dependencies` writes the page
    found = listed()
    assert list(found) == [str(one.requirement) for one in dependencies()]
    for one in dependencies():
        _, reason, licence, seconds, size = found[str(one.requirement)]
        assert one.reason, f"{one.name} has no comment in pyproject.toml that says why it is there"
        assert reason.startswith(one.reason)
        assert licence == one.licence != ""
        assert seconds.endswith(" s")
        assert size.endswith(" MB")


@pytest.mark.parametrize(
    ("field", "text", "licence"),
    [
        ("License-Expression", "MIT", "MIT"),
        ("Classifier", "License :: OSI Approved :: MIT License", "MIT"),
        ("License", "Apache 2.0\nand all of its text", "Apache-2.0"),
        ("Name", "nothing said", ""),
    ],
)
def test_a_licence_is_read_wherever_it_stands(field: str, text: str, licence: str) -> None:
    told = Message()
    told[field] = text
    assert licence_of(told) == licence
