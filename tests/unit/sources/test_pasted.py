"""Is the address of a provider's page read as its series, and nothing else as one?"""

import pytest

from dashboard.sources.registry import pasted


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("https://data.worldbank.org/indicator/SP.DYN.LE00.IN?locations=CN-US", "wb:SP.DYN.LE00.IN"),
        ("data.worldbank.org/indicator/SP.DYN.LE00.IN", "wb:SP.DYN.LE00.IN"),
        ("https://data.worldbank.org/es/indicator/SP.DYN.LE00.IN/", "wb:SP.DYN.LE00.IN"),
        ("http://api.worldbank.org/v2/country/all/indicator/SP.POP.TOTL?format=json", "wb:SP.POP.TOTL"),
        ("https://fred.stlouisfed.org/series/UNRATE", "fred:UNRATE"),
        ("https://ourworldindata.org/grapher/life-expectancy?tab=chart&country=~CHN", "owid:life-expectancy"),
        (" wb:6:DT.DOD.DECT.CD ", "wb:6:DT.DOD.DECT.CD"),
        ("owid:life-expectancy", "owid:life-expectancy"),
        ("https://evil.example/indicator/SP.DYN.LE00.IN", ""),
        ("https://data.worldbank.org.evil.example/indicator/SP.DYN.LE00.IN", ""),
        ("https://ourworldindata.org/co2-emissions", ""),
        ("https://fred.stlouisfed.org/series/<b>", ""),
        ("http://[", ""),
        ("wages", ""),
        ("", ""),
        ("wb:" + "A" * 5_000, ""),
    ],
)
def test_a_pasted_address_is_its_series(text: str, series: str) -> None:
    assert pasted(text) == series
