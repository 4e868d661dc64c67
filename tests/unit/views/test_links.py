"""Do links back to this server begin as they must, and hold nothing that a request could slip into them?"""

import pytest

from dashboard.errors import SelectionError
from dashboard.views.links import query_text, read_link, site_of


def test_a_link_begins_as_the_operator_says_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERALINE_SITE", "https://eraline.example.org/data/")
    assert site_of("http://10.0.0.7:8501/explore", "/data") == "https://eraline.example.org/data"


@pytest.mark.parametrize(
    ("url", "begins"),
    [
        ("http://localhost:8501/explore?x=1", "http://localhost:8501/eco"),
        ("https://[::1]:8501/", "https://[::1]:8501/eco"),
        ('http://evil.example"><script>/', ""),
        ("http://user@evil.example/", ""),
        ("http://[broken/", ""),
        ("", ""),
    ],
)
def test_otherwise_it_begins_as_the_address_that_was_asked(url: str, begins: str) -> None:
    assert site_of(url, "/eco") == begins


def test_commas_and_colons_stay_in_a_link_and_nothing_else_that_ends_one() -> None:
    assert query_text({"indicator": "wb:SP.POP", "economy": "CHN,USA"}) == "indicator=wb:SP.POP&economy=CHN,USA"
    assert query_text({"era": ["a", "b"], "search": "'\"<> `"}) == "era=a&era=b&search=%27%22%3C%3E+%60"


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("indicator=gdp&economy=CHN", "", {"indicator": ["gdp"], "economy": ["CHN"]}),
        ("?indicator=gdp&indicator=m", "", {"indicator": ["gdp", "m"]}),
        ("search=why?&view=x", "", {"search": ["why?"], "view": ["x"]}),
        ("https://example.org/a=b/explore?indicator=gdp#part", "/a=b/explore", {"indicator": ["gdp"]}),
        ("/api/v1/chart.png?view=", "/api/v1/chart.png", {"view": [""]}),
        ("https://example.org?as_of=2023-01-01", "/", {"as_of": ["2023-01-01"]}),
        ("", "", {}),
    ],
)
def test_a_link_is_read_whole_or_as_its_query_alone(text: str, path: str, words: dict[str, list[str]]) -> None:
    found = read_link(text)
    assert (found.path, found.query) == (path, words)


@pytest.mark.parametrize("text", ["https://example.org]/explore?as_of=2026-04-08", "http://[::1/?a=b"])
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(SelectionError, match="is no link") as refused:
        read_link(text)
    assert refused.value.code == "bad-link"
