"""Does the lab's room of charts answer a question whole, without a page?"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from dashboard.analysis.windows import Windows
from dashboard.catalogue.catalogue import Catalogue
from dashboard.charts.extracts import built_table
from dashboard.charts.lab import LabAnswer, lab_answer, lab_question
from dashboard.export.formats import FORMATS
from dashboard.figures.parts.sheet import Sheet
from dashboard.figures.theme import Mode
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from dashboard.views.selection import Selection

ASKED = Selection(indicator="exports-share", milestone="wto-accession")


def answer(cache: Cache, catalogue: Catalogue, selection: Selection) -> LabAnswer:
    asked = lab_question(Loader(cache.store, catalogue), selection, Windows())
    assert asked.view is not None
    return lab_answer(Loader(cache.store, catalogue), asked, asked.view)


def test_a_question_without_economy_or_milestone_is_about_the_subject_and_the_usual_one(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    asked = lab_question(
        Loader(shipped_cache.store, shipped_catalogue), Selection(indicator="exports-share"), Windows()
    )
    assert asked.economy == shipped_catalogue.history.subject
    assert asked.selection.milestone == asked.chosen.id
    assert "exports-share" in asked.chosen.indicators


def test_a_question_of_a_series_that_is_not_there_says_why(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    absent = replace(ASKED, indicator="solar-module-price")
    asked = lab_question(Loader(shipped_cache.store, shipped_catalogue), absent, Windows())
    assert asked.view is None or asked.view.points.empty
    assert str(asked.problem).endswith("has no figures for China.")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_answer_has_every_chart_with_what_it_states(
    shipped_cache: Cache, shipped_catalogue: Catalogue, mode: Mode
) -> None:
    found = answer(shipped_cache, shipped_catalogue, ASKED)
    assert list(found.charts) == ["windows", "dates", "economies", "around"]
    for name, chart in found.charts.items():
        assert chart.draw(mode, Sheet(900)).data
        assert len(chart.alt) > 40
        assert chart.name.endswith(f"_2002_{name}")
    assert found.notes == ()
    assert "other economies, one dot each. Their median is " in found.charts["economies"].alt


def test_what_is_drawn_is_what_is_taken_away(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    found = answer(shipped_cache, shipped_catalogue, ASKED)
    for name in ("dates", "economies"):
        built = found.charts[name]
        [dots] = cast("Sequence[Any]", built.draw("light", Sheet(900)).data)
        assert sorted(dots.x) == sorted(built_table(built).rows["value"])
    rows = built_table(found.charts["windows"]).rows
    assert rows["value"].tolist() == found.view.points["value"].tolist()
    change = found.lab.found.change
    means = rows.groupby("window")["value"].mean()
    assert (means["before"], means["after"]) == pytest.approx((change.before, change.after))
    assert built_table(found.charts["dates"]).rows["is_asked"].sum() == 1
    table = found.other_windows_table("https://example.org")
    assert table.rows["window_years"].tolist() == [3, 5, 8]
    for built in found.charts.values():
        taken = built_table(built, "https://example.org")
        assert {"csv", "xlsx", "parquet", "png", "zip"} <= {
            form.ending for form in FORMATS.values() if form.fits(taken)
        }
    content = FORMATS["zip"].render(built_table(found.charts["around"], "https://example.org"))
    assert zipfile.ZipFile(io.BytesIO(content)).read("chart.png").startswith(b"\x89PNG")


def test_a_chart_that_cannot_be_drawn_is_told_in_a_note(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    found = answer(shipped_cache, shipped_catalogue, Selection("fdi-inflows", milestone="reform-and-opening"))
    assert list(found.charts) == ["windows"]
    assert any(note.startswith("No picture in event time: ") for note in found.notes)


def test_a_milestone_before_all_figures_is_neither_marked_nor_shaded_and_the_lab_says_so(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    found = answer(shipped_cache, shipped_catalogue, Selection("gdp-growth", milestone="self-strengthening"))
    chart = found.charts["windows"]
    drawn = cast("Any", chart.draw("light", Sheet(900)))
    assert [list(trace.x) for trace in drawn.data if trace.name == "Milestones"] == [[]]
    assert not [shape for shape in drawn.layout.shapes if shape.x0 in {"1856-01-01", "1861-01-01"}]
    unmarked = "Self-Strengthening (1861) lies before the first figure, of 1961: it is not marked."
    assert unmarked in chart.alt
    assert unmarked in found.notes
    assert "shaded" not in chart.alt
    assert "are marked" not in chart.alt


def test_only_the_window_that_can_be_seen_is_said_to_be_shaded(
    shipped_cache: Cache, shipped_catalogue: Catalogue
) -> None:
    found = answer(shipped_cache, shipped_catalogue, Selection("rd-spending", milestone="southern-tour"))
    alt = found.charts["windows"].alt
    assert "The window after" in alt
    assert "The windows before and after WTO accession are shaded." in (
        answer(shipped_cache, shipped_catalogue, ASKED).charts["windows"].alt
    )


def test_the_lab_speaks_of_no_list_that_its_page_lacks(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    found = answer(shipped_cache, shipped_catalogue, Selection("gdp-growth", milestone="wto-accession"))
    alt = found.charts["windows"].alt
    assert "26 targets are drawn. 1 milestone is marked, WTO accession (2001). The windows" in alt
    assert "list" not in alt


def test_other_windows_are_one_row_each(shipped_cache: Cache, shipped_catalogue: Catalogue) -> None:
    table = answer(shipped_cache, shipped_catalogue, ASKED).other_windows
    assert table["Years before and after"].tolist() == [3, 5, 8]
    assert set(table["Goes the same way"]) <= {"yes", "no"}
