"""Are recessions shaded where they are asked for, named in the picture, and of nobody whom no committee dates?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.kind import Built
from dashboard.charts.registry import CHART_KINDS, request_for
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import DARK, LIGHT
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
from tests.drawing import layout_of

AMERICA = {"economy": "USA", "from": "2000", "to": "2023", "bands": "recessions"}
Build = Callable[..., Built]


@pytest.fixture
def build(shipped_cache: Cache, shipped_catalogue: Catalogue) -> Build:
    def built(kind: str = "explore", **asked: str) -> Built:
        words = {key: [value] for key, value in asked.items()}
        selection = read_selection(words, shipped_catalogue).selection
        entry = CHART_KINDS[kind]
        found = entry.build(request_for(entry, Loader(shipped_cache.store, shipped_catalogue), selection))
        assert isinstance(found, Built)
        return found

    return built


def bands(found: Built, colour: str = LIGHT.recession) -> list[tuple[str, str]]:
    figure = layout_of(found.draw("dark" if colour == DARK.recession else "light", Sheet(1280)))
    return [(shape.x0, shape.x1) for shape in figure.shapes if shape.fillcolor == colour]


def words(found: Built) -> str:
    return " ".join(str(note.text) for note in layout_of(found.draw("light", Sheet(1280))).annotations)


@pytest.mark.parametrize("colour", [LIGHT.recession, DARK.recession])
def test_recessions_are_shaded_from_after_the_peak_to_the_trough(build: Build, colour: str) -> None:
    shaded = bands(build(**AMERICA), colour)
    assert shaded == [("2001-04-01", "2001-12-01"), ("2008-01-01", "2009-07-01"), ("2020-03-01", "2020-05-01")]


def test_nothing_is_shaded_unless_it_is_asked_for(build: Build) -> None:
    found = build(**{**AMERICA, "bands": ""})
    assert not bands(found)
    assert "recession" not in words(found) + found.alt


@pytest.mark.parametrize(
    ("economy", "said"),
    [
        ("USA", "recessions in the United States (NBER)"),
        ("EUU", "recessions in the euro area (CEPR-EABCN)"),
        ("USA,EMU", "recessions in the United States (NBER) and the euro area (CEPR-EABCN)"),
    ],
)
def test_picture_and_words_say_whose_recessions_they_are(build: Build, economy: str, said: str) -> None:
    found = build(**{**AMERICA, "economy": economy})
    assert f"Grey: {said}." in words(found).replace("<br>", " ")
    assert f"{said[0].upper()}{said[1:]} are shaded." in found.alt
    assert any("after a peak to that of the trough" in note for note in found.notes)


def test_an_economy_whose_recessions_no_committee_dates_has_none_and_a_note_says_so(build: Build) -> None:
    found = build(**{**AMERICA, "economy": "CHN,DEU"})
    assert not bands(found)
    assert "No recessions are shaded: no committee dates those of the economies drawn in these years." in found.notes


SECOND: Mapping[str, Any] = {**AMERICA, "with": "rd-spending"}


def test_two_indicators_have_the_same_recessions_behind_them(build: Build) -> None:
    found = build(**SECOND)
    assert bands(found) == bands(build(**AMERICA))
    assert words(found).count("Grey:") == 1


def test_overviews_panels_have_those_of_its_subject_behind_them(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    american = shipped_catalogue.history.model_copy(update={"subject": "USA"})
    catalogue = replace(shipped_catalogue, histories={american.id: american})
    selection = read_selection({"bands": ["recessions"], "from": ["2000"]}, catalogue).selection
    entry = CHART_KINDS["overview"]
    found = entry.build(request_for(entry, Loader(shipped_cache.store, catalogue), selection))
    assert isinstance(found, Built)
    assert [start for start, _ in bands(found)] == ["2001-04-01", "2008-01-01", "2020-03-01"]
