"""Write a folder of tables as the catalogue reads it, with whatever edits a test makes."""

from collections.abc import Mapping
from pathlib import Path


def write_tables(folder: Path, texts: Mapping[str, str], *edits: tuple[str, str, str]) -> Path:
    """Write texts by file into a folder, with edits (file, old, new), and return the folder."""
    edited = dict(texts)
    for file, old, new in edits:
        assert old in edited[file], f"{old!r} is not in {file}: the test edits nothing"
        edited[file] = edited[file].replace(old, new, 1)
    for file, text in edited.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder
