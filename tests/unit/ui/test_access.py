"""Who may refresh from the page?"""

from collections.abc import Mapping

import pytest

from dashboard.ui.access import is_listed

ANN = {"is_logged_in": True, "email": "Ann@Example.org", "email_verified": True}
USERS = ("Ann@example.ORG", "bob@example.org")


def test_who_has_logged_in_with_an_address_of_the_list_may() -> None:
    assert is_listed(ANN, USERS)
    assert is_listed({**ANN, "email": "bob@EXAMPLE.org"}, USERS)


@pytest.mark.parametrize(
    "changed",
    [
        {"is_logged_in": False},
        {"email_verified": False},
        {"email_verified": None},
        # a provider that says so in a string has not said it
        {"email_verified": "true"},
        {"email": None},
        {"email": ["Ann@example.org"]},
        {"email": ""},
        {"email": "ann@example.org"},
        {"email": "Ann@example.org.evil.example"},
        {"email": "Ann@example.org@evil.example"},
        {"email": "evil+Ann@example.org"},
        {"email": "Ann@example.org "},
        {"email": "eve@example.org"},
    ],
    ids=str,
)
def test_anybody_else_may_not(changed: Mapping[str, object]) -> None:
    assert not is_listed({**ANN, **changed}, USERS)


@pytest.mark.parametrize("missing", ANN)
def test_what_the_provider_does_not_say_is_not_so(missing: str) -> None:
    assert not is_listed({key: value for key, value in ANN.items() if key != missing}, USERS)


def test_an_empty_list_is_nobody() -> None:
    assert not is_listed(ANN, ())
