"""Is a policy history that a user brings read by the rules of those that ship, and every mistake named?"""

import re
from pathlib import Path

import pytest

from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.user_history import (
    MOST_BYTES,
    MOST_RECORDS,
    Told,
    columns_of,
    history_of,
    history_of_table,
    identifier,
    text_of,
)
from dashboard.catalogue.user_tables import read_pasted
from dashboard.errors import CatalogueError
from dashboard.export.tables import flat

GUIDE = Path(__file__).parents[3] / "docs/write-a-policy-history.md"
TOLD = Told("My Ireland", "IRL")


def document() -> str:
    """Return the example of the guide as one document."""
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return "\n".join(block if block.startswith("[[") else f"[history]\n{block}" for block in blocks)


def mistakes(text: str, catalogue: Catalogue) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        history_of(text, catalogue)
    return [str(mistake) for mistake in caught.value.mistakes]


def of_table(text: str, catalogue: Catalogue) -> CatalogueError:
    with pytest.raises(CatalogueError) as caught:
        history_of_table(read_pasted(text), TOLD, catalogue)
    return caught.value


def test_a_document_is_a_history_of_its_own_id(shipped_catalogue: Catalogue) -> None:
    history = history_of(document(), shipped_catalogue)
    assert history.id == "own-ireland-an-example"
    assert (history.subject, len(history.eras), len(history.milestones), len(history.targets)) == ("IRL", 2, 1, 1)
    assert {milestone.policy for milestone in history.milestones.values()} == {history.id}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[history]", "[histery]", "Your history: histery: is an unknown table"),
        ("[history]", "[histery]", "Your history: [history]: no [history] table found"),
        ('subject = "IRL"', 'subject = "XXX"', "subject: names 'XXX'"),
        ("weight = 1", "weight = 7", "[[milestone]] 1 (irl-example-act): weight"),
        ('"researchers"', '"dwarves"', "[[milestone]] irl-example-act: indicators: names 'dwarves'"),
        ('id = "irl-example-act"', 'id = "wto-accession"', "is taken by one of the history 'china'"),
        ("start = 2001-02-03", "start = 1999-02-03", "[[era]] irl-example-after: start"),
        ("weight = 1", "weight =", "is not readable as TOML"),
        ('subject = "IRL"\n', "", "Your history: subject: Field required"),
        ("weight = 1", 'weight = 1\npolicy = "china"', "policy (its folder says it)"),
    ],
)
def test_a_mistake_is_named_by_table_and_field(old: str, new: str, said: str, shipped_catalogue: Catalogue) -> None:
    assert any(said in mistake for mistake in mistakes(document().replace(old, new), shipped_catalogue))


def test_a_document_without_milestones_says_so(shipped_catalogue: Catalogue) -> None:
    text = re.sub(r"\[\[milestone\]\].*?(?=\[\[target)", "", document(), flags=re.DOTALL)
    assert mistakes(text, shipped_catalogue) == ["Your history: [[milestone]]: no [[milestone]] table found"]


def test_more_than_can_be_read_is_refused(shipped_catalogue: Catalogue) -> None:
    assert "larger than 1 MB" in mistakes("#" * (MOST_BYTES + 1), shipped_catalogue)[0]
    many = document() + '\n[[target]]\nid = "more"\n' * (MOST_RECORDS + 1)
    assert mistakes(many, shipped_catalogue) == [f"Your history: [[target]]: {MOST_RECORDS} are the most that are read"]


def test_a_table_of_dates_and_titles_is_a_history(shipped_catalogue: Catalogue) -> None:
    head = "Date;Title;Kind;Source;Indicators;Weight"
    text = f"{head}\n3.2.2001;The act;regulation;A gazette;rd-spending;1\n1999;Before it;;;;²"
    history = history_of_table(read_pasted(text), TOLD, shipped_catalogue)
    first, second = history.milestones.values()
    assert (first.title, first.precision, first.kind) == ("Before it", "year", "strategy")
    assert (second.date.isoformat(), second.kind, second.indicators) == ("2001-02-03", "regulation", ("rd-spending",))
    assert second.sources[0].title == "A gazette"
    assert (first.weight, second.weight) == (2, 1)
    [era] = history.eras.values()
    assert (era.start, era.end) == (first.date, None)


def test_dates_of_a_table_are_read_as_a_column_with_their_ends(shipped_catalogue: Catalogue) -> None:
    text = "date,end,title\n7/14/2001,7/8/2002,It\n3/4/2000,,Before it\n"
    first, second = history_of_table(read_pasted(text), TOLD, shipped_catalogue).milestones.values()
    assert (first.date.isoformat(), first.end) == ("2000-03-04", None)
    assert (str(second.date), str(second.end)) == ("2001-07-14", "2002-07-08")


def test_milestones_of_a_data_route_read_back_as_they_were(shipped_catalogue: Catalogue) -> None:
    shipped = sorted(shipped_catalogue.focused("germany").milestones.values(), key=lambda one: one.date)
    rows = flat([milestone.model_dump(mode="json") for milestone in shipped])
    # ids are taken by the history that they come from
    table = read_pasted(rows.drop(columns=["id"]).to_csv(index=False))
    back = history_of_table(table, Told("Mine", "DEU"), shipped_catalogue)
    apart = {"id", "policy", "language"}
    for given, read in zip(shipped, back.milestones.values(), strict=True):
        assert read.model_dump(exclude=apart) == given.model_dump(exclude=apart)


def test_sources_in_words_are_read_with_their_urls(shipped_catalogue: Catalogue) -> None:
    text = 'date;title;sources\n2001;It;"A gazette, Press <https://example.org/a>; A book"\n2002;That;[1]\n'
    with pytest.raises(CatalogueError, match="sources"):
        history_of_table(read_pasted(text), TOLD, shipped_catalogue)
    [one] = history_of_table(read_pasted(text[: text.index("2002")]), TOLD, shipped_catalogue).milestones.values()
    assert [(source.title, str(source.url)) for source in one.sources] == [
        ("A gazette, Press", "https://example.org/a"),
        ("A book", "None"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("when,title\n1999,It", "has no column called date"),
        ("date,title", "has a heading and no rows"),
        ("date,title\nsoon,It", 'row 2: date: "soon" is not a date such as 2015'),
        ("date,title\n7/8/2001,It", 'row 2: date: "7/8/2001" may be day and month or month and day'),
        ("date,end,title\n2001,1999,It", "row 2: date: it ends before it begins"),
        ("date,title,kind\n1999,It,miracle", "kind"),
        ("date,title,sources\n1999,It," + "[" * 200_000, "sources"),
        ("date,title,indicators\n1999,It,dwarves", "names 'dwarves'"),
    ],
)
def test_a_table_that_is_none_says_why(text: str, said: str, shipped_catalogue: Catalogue) -> None:
    assert said in str(of_table(text, shipped_catalogue))


@pytest.mark.parametrize("name", ["", "中国", "../../etc", "A" * 500, "<script>"])
def test_any_name_makes_an_id_that_a_link_can_say(name: str) -> None:
    assert re.fullmatch(r"own-[a-z0-9]+(-[a-z0-9]+)*", identifier(name))
    assert len(identifier(name)) <= 60


def test_a_document_in_other_letters_than_tomls_is_refused_by_its_line() -> None:
    assert text_of("\ufeff[history]\nname = 'Köln'".encode()) == "[history]\nname = 'Köln'"
    with pytest.raises(CatalogueError, match=r"is not written in UTF-8, as TOML is \(line 2\)"):
        text_of("[history]\nname = 'Köln'".encode("cp1252"))


@pytest.mark.parametrize(
    ("text", "said"), [("when,title\n2001,An act\n", "no column called date"), ("date,title\n", "no rows")]
)
def test_a_table_without_its_columns_is_refused_before_anything_is_asked(text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        columns_of(read_pasted(text))


def test_a_field_that_is_missing_is_named_without_the_whole_record(shipped_catalogue: Catalogue) -> None:
    [said] = [
        text for text in mistakes(document().replace('subject = "IRL"\n', ""), shipped_catalogue) if "subject" in text
    ]
    assert "got" not in said
