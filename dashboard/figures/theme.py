"""Hold the colours of charts in light and dark, their font, and which economy has which colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dashboard.catalogue.economies import Economy
from dashboard.catalogue.policy import MilestoneRole

Mode = Literal["light", "dark"]
# what a milestone's colour says: policy, a shock from outside, or the user's own event
FONT: Final = (
    "Source Sans, 'Source Sans 3', 'Noto Sans', 'Helvetica Neue', Arial, 'PingFang SC', 'Noto Sans CJK SC', "
    "'Noto Sans SC', 'Microsoft YaHei', sans-serif"
)


@dataclass(frozen=True)
class Palette:
    """The colours of one mode; comparators are told apart by people with any colour vision."""

    ink: str
    muted: str
    faint: str
    grid: str
    ground: str
    accent: str
    bands: tuple[str, str]
    comparators: tuple[str, ...]
    aggregates: tuple[str, ...]
    target: str
    focus: str
    shock: str
    own: str
    strips: tuple[str, str]
    recession: str

    def milestone(self, role: MilestoneRole) -> str:
        """Return the colour of a milestone's role."""
        return {"muted": self.muted, "shock": self.shock, "own": self.own}[role]


LIGHT: Final = Palette(
    ink="#1d2733",
    muted="#5a6675",
    faint="#9aa4b0",
    grid="#e4e8ed",
    ground="#ffffff",
    accent="#c0232c",
    bands=("rgba(38, 70, 110, 0.055)", "rgba(38, 70, 110, 0.0)"),
    comparators=("#2166ac", "#a85a00", "#1b7a4b", "#7b4ea3", "#0e7c86", "#a63a73", "#7d6608", "#4a5560"),
    aggregates=("#6b7682", "#8a6f5c", "#5c7a6b", "#75688f"),
    target="#1d2733",
    focus="#2f5d8c",
    shock="#a85a00",
    own="#7b4ea3",
    strips=("#e3eaf2", "#2f5d8c"),
    recession="rgba(70, 74, 80, 0.16)",
)
DARK: Final = Palette(
    ink="#e8ecf1",
    muted="#a3aebb",
    faint="#6d7884",
    grid="#2b333d",
    ground="#12161c",
    accent="#ff6f66",
    bands=("rgba(150, 180, 220, 0.085)", "rgba(150, 180, 220, 0.0)"),
    comparators=("#7db3f0", "#eda455", "#5fc796", "#c39be8", "#5cc8d2", "#ee8dbb", "#d9bd62", "#aab4c0"),
    aggregates=("#98a3af", "#b89c88", "#8fb3a1", "#a99bc7"),
    target="#e8ecf1",
    focus="#8fbbe8",
    shock="#eda455",
    own="#c39be8",
    strips=("#222c38", "#8fbbe8"),
    recession="rgba(205, 210, 218, 0.17)",
)


def palette(mode: Mode) -> Palette:
    """Return the colours of a mode."""
    return DARK if mode == "dark" else LIGHT


def colours(economies: Sequence[Economy], shades: Palette, subject: str) -> dict[str, str]:
    """Return a colour for each economy: the subject's is the accent, others' that of their shade or the next free."""
    result: dict[str, str] = {}
    for economy in economies:
        if economy.id == subject:
            result[economy.id] = shades.accent
            continue
        ring = shades.aggregates if economy.aggregate else shades.comparators
        start = (economy.shade - 1) % len(ring)
        turns = [ring[(start + step) % len(ring)] for step in range(len(ring))]
        result[economy.id] = next((shade for shade in turns if shade not in result.values()), turns[0])
    return result


def blend(colour: str, ground: str, share: float) -> str:
    """Return a colour of which so much is seen over a ground; all three are written #rrggbb."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)


def translucent(colour: str, share: float) -> str:
    """Return a colour, written #rrggbb, that covers so much of what is behind it."""
    red, green, blue = _channels(colour)
    return f"rgba({red}, {green}, {blue}, {share})"


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return red, green, blue
