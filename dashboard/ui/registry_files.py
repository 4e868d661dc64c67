"""Offer policy histories to take away: each of those chosen, and the registry as a whole."""

from dataclasses import replace

from dashboard import formatting
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.user_history import is_brought
from dashboard.export.registry import REGISTRY_FORMS, RegistryForm, file_name, rendered
from dashboard.ui.downloads import File, Offer


def offers(catalogue: Catalogue) -> list[Offer]:
    """Return an offer of each history chosen, and one of the whole registry, which has none of the user's own."""
    several = len(catalogue.policies) > 1
    found = [
        _offer(
            f"The whole policy history{f' of {catalogue.history_names[name]}' if several else ''}",
            # what a user brought is under no licence of ours
            replace(catalogue.focused(name), registry=None if is_brought(name) else catalogue.registry),
        )
        for name in catalogue.policies
    ]
    shipped = {name: found for name, found in catalogue.histories.items() if not is_brought(name)}
    if len(shipped) > 1:
        whole = catalogue.among(shipped).focused(*shipped)
        found.append(_offer(f"All {formatting.in_words(len(shipped))} policy histories", whole))
    return found


def _offer(label: str, catalogue: Catalogue) -> Offer:
    return Offer(label, lambda: (_told(catalogue), _files(catalogue)))


def _told(catalogue: Catalogue) -> str:
    registry = catalogue.registry
    if registry is None:
        return "Eras, milestones, targets and claims."
    return f"{registry.name}, version {registry.version}, under {registry.licence}: use it, and name it."


def _files(catalogue: Catalogue) -> list[File]:
    several = len(catalogue.policies) > 1
    return [_file(form, catalogue) for form in REGISTRY_FORMS.values() if not (form.takes_one and several)]


def _file(form: RegistryForm, catalogue: Catalogue) -> File:
    return File(
        form.label,
        form.icon,
        form.help,
        file_name(catalogue, form.ending),
        form.media_type,
        lambda: form.prefix + rendered(form, catalogue),
    )
