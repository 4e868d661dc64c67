"""The reference in docs/ is what the registries say, and every setting and parameter has a meaning."""

from dashboard import settings
from dashboard.views.parameters import PARAMETERS
from docs.reference import FILE, reference


def test_the_reference_is_written_from_the_registries() -> None:
    assert FILE.read_text("utf-8") == reference(), "run `make reference`"


def test_every_setting_and_every_query_parameter_says_what_it_is_for() -> None:
    assert [one.variable for one in settings.reference() if not one.meaning] == []
    assert [key for key, one in PARAMETERS.items() if not one.help] == []
