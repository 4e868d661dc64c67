"""Does FRED's source take both forms of its downloads, and nothing that only looks like one?"""

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.errors import SourceError, SourceMalformed, SourceRefused, SourceUnavailable
from dashboard.sources.base import Fetched, Watch
from dashboard.sources.fred import Fred
from dashboard.sources.request import RetryPolicy
from tests.contract.sources.conftest import Sent, Wire, make_indicator

RATE = make_indicator(
    id="rate", source="fred", frequency="monthly", kind="price", codes={"CHN": "EXCHUS", "JPN": "EXJPUS"}
)
ONE = make_indicator(id="rate", source="fred", frequency="monthly", kind="price", codes={"CHN": "EXCHUS"})
YEARLY = make_indicator(id="rate", source="fred", kind="price", codes={"CHN": "EXCHUS"})
BODIES = {
    "EXCHUS": "observation_date,EXCHUS\n1981-01-01,1.5341\n1981-02-01,\n1981-03-01,1.6286\n",
    "EXJPUS": "DATE,EXJPUS\n1971-01-01,358.02\n1971-02-01,.\n",
}


def code_of(path: str) -> str:
    return parse_qs(urlsplit(path).query)["id"][0]


@pytest.fixture
def source(wire: Wire, policy: RetryPolicy) -> Fred:
    wire.answers = lambda path, _times: Sent(BODIES[code_of(path)].encode(), kind="application/csv")
    return Fred(f"{wire.url}/", policy, today=lambda: dt.date(2026, 11, 24))


def read(source: Fred, wire: Wire, body: str | bytes | Sent | None = None) -> Fetched:
    """Read one series that is answered with a body; without one read both, as they are."""
    if body is None:
        return source.parse(source.fetch([RATE], Watch()), [RATE], {"CHN": "CHN", "JPN": "JPN", "USA": "USA"})[0]
    wire.always(body if isinstance(body, Sent) else Sent(body.encode() if isinstance(body, str) else body))
    return source.parse(source.fetch([ONE], Watch()), [ONE], {"CHN": "CHN"})[0]


def test_each_code_is_one_request_and_both_headers_are_read(source: Fred, wire: Wire) -> None:
    rate = read(source, wire)
    assert wire.asked == ["/graph/fredgraph.csv?id=EXCHUS", "/graph/fredgraph.csv?id=EXJPUS"]
    assert rate.observations["economy"].tolist() == ["CHN", "CHN", "JPN"]
    assert rate.observations["period"].astype(str).tolist() == ["1981-01-01", "1981-03-01", "1971-01-01"]
    assert rate.observations["value"].tolist() == [1.5341, 1.6286, 358.02]
    assert [str(kind) for kind in rate.observations.dtypes] == ["str", "datetime64[s]", "float64"]
    assert rate.release == "FRED figures to 1981-03"
    assert rate.total == rate.received == 5
    assert rate.updated is None


def test_months_long_before_the_readers_own_start_arrive(source: Fred, wire: Wire) -> None:
    rate = read(source, wire, "DATE,EXCHUS\n1890-01-01,2\n2026-10-01,7\n")
    assert rate.observations["period"].dt.year.tolist() == [1890, 2026]


def test_windows_lines_and_a_byte_order_mark_do_no_harm(source: Fred, wire: Wire) -> None:
    rate = read(source, wire, b"\xef\xbb\xbfobservation_date,EXCHUS\r\n1981-01-01,1.5\r\n")
    assert rate.observations["value"].tolist() == [1.5]


def test_economies_outside_the_catalogue_are_left_out(source: Fred) -> None:
    (rate,) = source.parse(source.fetch([RATE], Watch()), [RATE], {"JPN": "JPN"})
    assert rate.observations["economy"].tolist() == ["JPN"]


def test_a_series_that_is_not_there_is_refused_and_asked_for_once(source: Fred, wire: Wire) -> None:
    sent = Sent(b"<html><title>Error - St. Louis Fed</title></html>", status=404, kind="text/html")
    with pytest.raises(SourceRefused, match=r"FRED: does not give the series EXCHUS: .*404.*Check the code"):
        read(source, wire, sent)
    assert len(wire.asked) == 1


def test_a_block_page_is_an_outage_and_says_nothing_of_the_code(source: Fred, wire: Wire) -> None:
    sent = Sent(b"<html><title>Access Denied</title></html>", status=403, kind="text/html")
    with pytest.raises(
        SourceUnavailable, match=r"FRED: answered 403 .* web page .*: Access Denied\. .*try again later"
    ):
        read(source, wire, sent)


def test_one_series_that_fails_fails_the_indicator(source: Fred, wire: Wire) -> None:
    wire.answers = lambda path, _times: (
        Sent(status=503) if code_of(path) == "EXJPUS" else Sent(BODIES["EXCHUS"].encode())
    )
    with pytest.raises(SourceUnavailable, match="FRED: answered 503 So 4 times"):
        read(source, wire)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Sent(b"<!DOCTYPE html><html><h1>We are down</h1></html>", kind="text/html"), "web page .*: We are down"),
        (Sent(b"<html>\n<p>a,b</p>\n<p>c,d</p>\n</html>"), "a web page in place of figures"),
        (Sent(status=500), "500"),
        (Sent(b"observation_date,EXCHUS\n1981", cut=10), "broke off"),
        pytest.param(Sent(late=1.5), "did not answer in time", marks=pytest.mark.provider_waits),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_trouble_is_tried_again_then_named(
    source: Fred, wire: Wire, policy: RetryPolicy, trouble: Sent, words: str
) -> None:
    with pytest.raises(SourceUnavailable, match=f"FRED: .*{words}"):
        read(source, wire, trouble)
    assert len(wire.asked) == 4
    wire.asked.clear()
    wire.in_turn(trouble, Sent(BODIES["EXCHUS"].encode()))
    source = Fred(wire.url, policy)
    assert len(source.fetch([ONE], Watch()).series["EXCHUS"]) == 3


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "should begin with a header"),
        ("observation_date,EXCHUS\n", "a header and no figures"),
        ("observation_date,EXCHUS\n\n  \n", "a header and no figures"),
        ("observation_date,DGS10\n1981-01-01,1.5\n", "sent the series 'DGS10' for EXCHUS"),
        ("observation_date,EXCHUS,EXJPUS\n1981-01-01,1.5,2\n", "should begin with a header"),
        ("observation_date\n1981-01-01\n", "should begin with a header"),
        ("Internal error\nplease come back\n", "should begin with a header"),
        ("day,EXCHUS\n1981-01-01,1.5\n", "should begin with a header"),
        ("observation_date,EXCHUS\n1981-01-01,n/a per unit\n", "a day and a value"),
        ("observation_date,EXCHUS\n1981-01-01,inf\n", "not a finite number"),
        ("observation_date,EXCHUS\n1981-01-01,1e400\n", "not a finite number"),
        ("observation_date,EXCHUS\n1981-01-01,.\n", "no figures"),
        ("observation_date,EXCHUS\nsoon,1.5\n", "sent 'soon,1.5' where EXCHUS should have a day and a value"),
        ("observation_date,EXCHUS\n1981-01-01,lots\n", "none"),
        ("observation_date,EXCHUS\n1981-01-01,1.5\n1981-01-01,1.6\n", "more than one row"),
        ("observation_date,EXCHUS\n1981-01-02,1.5\n", "begin no month"),
        ("observation_date,EXCHUS\n9999-01-01,1.5\n", "a figure of EXCHUS for 9999-01-01, which is still to come"),
        ("observation_date,EXCHUS\n9999-01-01,1.5\n1981-01-01,1.5\n", "EXCHUS for 9999-01-01, which is still to come"),
        (
            "observation_date,EXCHUS\n1981-02-01,1.5\n1981-01-01,1.5\n",
            r"sent the rows of EXCHUS out of order, 1981-01-01 after 1981-02-01\. What is stored stays as it is",
        ),
        (
            "observation_date,EXCHUS\n1981-13-01,1.5\n",
            "sent '1981-13-01,1.5' where EXCHUS should have a day and a value",
        ),
        (b"observation_date,EXCHUS\n1981-01-01,\xff\xfe\n", "a day and a value"),
        ("observation_date,EXCHUS\n1981-01-01,1.5,7,8\n", "a day and a value"),
    ],
)
def test_what_only_looks_like_figures_is_malformed(source: Fred, wire: Wire, body: str | bytes, words: str) -> None:
    with pytest.raises(SourceMalformed, match=f"FRED: .*({words})"):
        read(source, wire, body)
    assert len(wire.asked) == 1


def test_a_series_with_projections_is_refused_and_nobody_waits_for_another_form(source: Fred, wire: Wire) -> None:
    with pytest.raises(SourceRefused) as caught:
        read(source, wire, "observation_date,EXCHUS\n2026-10-01,1.5\n2026-12-01,1.6\n2036-10-01,1.7\n")
    assert str(caught.value) == (
        "FRED: has projections in EXCHUS, the first for 2026-12-01; Eraline draws what was observed."
    )
    assert len(wire.asked) == 1


@pytest.mark.parametrize("blank", ["", "."])
def test_a_month_to_come_without_a_figure_is_nothing_strange(source: Fred, wire: Wire, blank: str) -> None:
    rate = read(source, wire, f"observation_date,EXCHUS\n1981-01-01,1.5\n2026-12-01,{blank}\n")
    assert rate.observations["value"].tolist() == [1.5]


def test_a_blank_line_at_the_end_is_no_row(source: Fred, wire: Wire) -> None:
    assert len(read(source, wire, "observation_date,EXCHUS\n1981-01-01,1.5\n\n").observations) == 1


def test_an_annual_series_begins_with_januaries(source: Fred, wire: Wire) -> None:
    wire.always(Sent(b"observation_date,EXCHUS\n1981-01-01,1.5\n1981-02-01,1.6\n"))
    with pytest.raises(SourceMalformed, match="begin no year"):
        source.parse(source.fetch([YEARLY], Watch()), [YEARLY], {"CHN": "CHN"})


def test_an_indicator_without_codes_is_named(source: Fred) -> None:
    with pytest.raises(SourceMalformed, match="growth needs `codes`"):
        source.fetch([make_indicator(code="X")], Watch())


def test_markup_in_a_header_does_not_reach_the_message(source: Fred, wire: Wire) -> None:
    with pytest.raises(SourceError) as caught:
        read(source, wire, "observation_date,<script>alert(1)</script>\x1b[2J\n1981-01-01,1.5\n")
    assert "<" not in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_bytes_are_told(source: Fred) -> None:
    steps: list[int] = []
    source.fetch([RATE], Watch(step=steps.append))
    assert sum(steps) == sum(len(body) for body in BODIES.values())


def test_batches_hold_one_indicator_each(source: Fred) -> None:
    assert source.id == "fred"
    assert list(source.batches([RATE, ONE])) == [(RATE,), (ONE,)]
