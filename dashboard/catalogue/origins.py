"""Tell in which file each record of the catalogue stands."""

from collections.abc import Mapping
from typing import Final, NamedTuple

WORLD_PLACE: Final = "world"
POLICY_PLACE: Final = "policy"
# where a record is looked for that no file has
_FILES: Final = {
    "dataset": "datasets.toml",
    "indicator": "indicators.toml",
    "economy": "economies.csv",
    "group": "groups.toml",
    "provisional": "provisional.toml",
    "chronology": "recessions.toml",
    "correction": "corrections.csv",
    "history": "history.toml",
    "era": "eras.toml",
    "milestone": "milestones.toml",
    "target": "targets.toml",
    "claim": "claims.toml",
    "comparisons": "registry.toml",
}


class Origin(NamedTuple):
    """A file as mistakes call it, and which folder has it: 0 for the first, 1 for the one laid over it."""

    file: str
    layer: int


# by folder of the file, table and id
Origins = Mapping[tuple[str, str, str], Origin]


def origin_of(origins: Origins, place: str, table: str, record: str = "") -> Origin:
    """Return where a record stands; of one that was read nowhere, where its table belongs."""
    return origins.get((place, table, record)) or Origin(f"{place}/{_FILES[table]}", 0)
