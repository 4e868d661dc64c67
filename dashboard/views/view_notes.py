"""Say what is to be known of what is drawn, and tell what several views have of it in common."""

from dataclasses import dataclass

from dashboard.views.break_notes import BreakNote, sentences


@dataclass(frozen=True)
class ViewNotes:
    """Notes on what is drawn: on breaks inside it, in general, and on what of it is provisional."""

    breaks: tuple[BreakNote, ...] = ()
    general: tuple[str, ...] = ()
    provisional: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the notes as they are read."""
        said = (f"Provisional: {' '.join(self.provisional)}",) if self.provisional else ()
        return (*sentences(self.breaks), *self.general, *said)

    def shared_with(self, other: "ViewNotes") -> "ViewNotes":
        """Return the notes that another view has as well."""
        return self._that(other, are_there=True)

    def without(self, other: "ViewNotes") -> "ViewNotes":
        """Return the notes that another view does not have."""
        return self._that(other, are_there=False)

    def _that(self, other: "ViewNotes", *, are_there: bool) -> "ViewNotes":
        return ViewNotes(
            tuple(note for note in self.breaks if (note in other.breaks) == are_there),
            tuple(note for note in self.general if (note in other.general) == are_there),
            tuple(note for note in self.provisional if (note in other.provisional) == are_there),
        )
