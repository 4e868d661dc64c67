"""Keep the policy histories that a user brought for their session, and take further ones in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from dashboard import formatting
from dashboard.catalogue import wording
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.history import PolicyHistory
from dashboard.catalogue.user_history import (
    MOST_BYTES,
    Told,
    columns_of,
    history_of,
    history_of_table,
    is_brought,
    text_of,
)
from dashboard.catalogue.user_tables import read_table
from dashboard.catalogue.user_wording import table_notes
from dashboard.errors import CatalogueError, SelectionError, UnusableTable
from dashboard.ui.opened import DIALOGS, Opened
from dashboard.ui.table_input import ask_letters, file_of
from dashboard.ui.widgets import plain

MOST_HISTORIES: Final = 5
_KEPT: Final = "own-histories"
_MERGED: Final = "own-histories-merged"
_FILE: Final = "own-history-file"
DIALOG: Final = Opened("own-history", DIALOGS)
_NAME: Final = "own-history-name"
_SUBJECT: Final = "own-history-subject"
_LETTERS: Final = "own-history-letters"
_NAMED: Final = 10
_LOST: Final = (
    "A link cannot carry a policy history of your own: it stays in the session in which it was added. "
    "Add it again under the policy history in the header."
)
_SHOWN: Final = 3
# puts the histories to show into the URL
Choose = Callable[[Sequence[str]], None]


@dataclass(frozen=True, eq=False)
class OwnHistory:
    """A history of the session, with the file that it was read from: its name and content."""

    history: PolicyHistory
    file: str
    content: bytes


def own_histories() -> Mapping[str, OwnHistory]:
    """Return the histories of the session by id."""
    return st.session_state.get(_KEPT, {})


def widened(catalogue: Catalogue) -> Catalogue:
    """Return a catalogue with the histories of the session; the same mapping of them as long as they are the same."""
    own = own_histories()
    if not own:
        return catalogue
    known, merged = st.session_state.get(_MERGED, (None, None))
    if known is not catalogue.histories or merged is None:
        merged = catalogue.with_histories(entry.history for entry in own.values()).histories
        # what is computed of the claims is kept by the mapping that they are of
        st.session_state[_MERGED] = catalogue.histories, merged
    return catalogue.among(merged)


def explained(problems: Sequence[SelectionError]) -> tuple[SelectionError, ...]:
    """Return what of a URL could not be followed, with the reason where it names a history of another session."""
    return tuple(problem.told(_LOST) if _is_lost(problem) else problem for problem in problems)


def _is_lost(problem: SelectionError) -> bool:
    return problem.code == "unknown-policy" and is_brought(problem.asked)


def offer(key: str) -> None:
    """Show the button that opens the dialog in which a history is brought."""
    st.button("Your own policy history", icon=":material/upload_file:", key=key, on_click=DIALOG.open, width="stretch")


def show_if_open(catalogue: Catalogue, choose: Choose) -> None:
    """Show the dialog once it was opened."""
    if DIALOG.is_open:
        _dialog(catalogue, choose)


@st.dialog("Your own policy history", width="large", on_dismiss=DIALOG.close)
def _dialog(catalogue: Catalogue, choose: Choose) -> None:
    st.caption(
        "A TOML document with [history], [[era]], [[milestone]] and, if there are any, [[target]] and [[claim]], as "
        "the guide “Write a policy history” in docs/ describes them; or a CSV or XLSX with a row per milestone, and "
        "columns called date and title. It is drawn like those that come with Eraline, stays in this session, is "
        "stored nowhere, and no link can carry it."
    )
    box = f"{_FILE}-{DIALOG.turn}"
    st.file_uploader(
        "A file",
        type=["toml", "csv", "tsv", "txt", "xlsx"],
        key=box,
        max_upload_size=MOST_BYTES // 1_000_000,
        on_change=lambda: st.session_state.pop(_LETTERS, None),
    )
    try:
        file = file_of(box)
        found = _read(file.name, file.getvalue(), catalogue) if file is not None else None
    except CatalogueError as exc:
        _mistakes(exc)
    except UnusableTable as exc:
        st.warning(plain(str(exc)), icon=":material/warning:")
    else:
        if found is not None:
            _understood(found, choose)
    _listed(catalogue, choose)


def _read(name: str, content: bytes, catalogue: Catalogue) -> OwnHistory | None:
    """Return the history of a file, None while it is not said whom a table is about; CatalogueError, UnusableTable."""
    if name.casefold().endswith(".toml"):
        return OwnHistory(history_of(text_of(content), catalogue), name, content)
    table = read_table(content, st.session_state.get(_LETTERS))
    ask_letters(table, _LETTERS)
    for note in table_notes(table):
        st.caption(plain(note))
    columns_of(table)
    told = st.text_input("What it is called", key=_NAME, max_chars=80)
    codes = list(catalogue.economies)
    subject = st.selectbox(
        "The economy that it is about",
        codes,
        index=None,
        key=_SUBJECT,
        format_func=lambda code: catalogue.economies[code].name,
        placeholder="Choose one",
    )
    if not told.strip() or subject is None:
        st.info("Say what it is called and which economy it is about.", icon=":material/help:")
        return None
    return OwnHistory(history_of_table(table, Told(told.strip(), subject), catalogue), name, content)


def _mistakes(exc: CatalogueError) -> None:
    lines = [f"- {plain(formatting.one_line(str(mistake)))}" for mistake in exc.mistakes[:_NAMED]]
    more = len(exc.mistakes) - _NAMED
    if more > 0:
        lines.append(f"- {formatting.count(more, 'mistake')} more.")
    st.warning("\n".join(["It cannot be drawn yet:", *lines]), icon=":material/warning:")


def _understood(found: OwnHistory, choose: Choose) -> None:
    history, kept = found.history, own_histories()
    counts = [
        formatting.count(len(history.eras), "era"),
        formatting.count(len(history.milestones), "milestone"),
        formatting.count(len(history.targets), "target"),
        formatting.count(len(history.claims), "claim"),
    ]
    st.info(plain(f"{history.name}: {formatting.listing(counts)}."), icon=":material/visibility:")
    # whoever chooses the letters of a file sees them here
    first = [f"{wording.when(one)}, {one.title}" for one in list(history.milestones.values())[:_SHOWN]]
    if first:
        st.caption(plain(formatting.one_line(f"It begins with: {'; '.join(first)}.")))
    if len(kept) >= MOST_HISTORIES and history.id not in kept:
        st.warning(f"{MOST_HISTORIES} histories are the most of one session; remove one first.")
        return
    if st.button("Draw it", type="primary", key="own-history-add"):
        _keep({**kept, history.id: found})
        DIALOG.close()
        choose((history.id,))
        st.rerun()


def _listed(catalogue: Catalogue, choose: Choose) -> None:
    for name, entry in own_histories().items():
        told, take, drop = st.columns([6, 2, 2], vertical_alignment="center")
        told.markdown(plain(entry.history.name))
        take.download_button(
            "Its file",
            data=entry.content,
            file_name=entry.file,
            icon=":material/download:",
            on_click="ignore",
            key=f"own-history-take-{name}",
        )
        if drop.button("Remove", icon=":material/delete:", key=f"own-history-drop-{name}"):
            _keep({key: kept for key, kept in own_histories().items() if key != name})
            DIALOG.close()
            choose(tuple(policy for policy in catalogue.policies if policy != name))
            st.rerun()


def _keep(histories: Mapping[str, OwnHistory]) -> None:
    st.session_state[_KEPT] = histories
    st.session_state.pop(_MERGED, None)
