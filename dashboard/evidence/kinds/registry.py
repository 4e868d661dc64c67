"""Register every check kind under the record of its parameters."""

from typing import Any, Final

from dashboard.catalogue.checks import Check, EraMeansCheck, LevelCheck, MilestoneCheck, TargetCheck
from dashboard.evidence.findings import AnyFinding, CheckInputs
from dashboard.evidence.kinds.base import CheckKind
from dashboard.evidence.kinds.era_means import EraMeansKind
from dashboard.evidence.kinds.level import LevelKind
from dashboard.evidence.kinds.milestone import MilestoneKind
from dashboard.evidence.kinds.target import TargetKind

KINDS: Final[dict[type[Check], CheckKind[Any, Any]]] = {
    EraMeansCheck: EraMeansKind(),
    MilestoneCheck: MilestoneKind(),
    LevelCheck: LevelKind(),
    TargetCheck: TargetKind(),
}


def kind_of(check: Check) -> CheckKind[Any, Any]:
    """Return the kind of a check."""
    return KINDS[type(check)]


def find(check: Check, inputs: CheckInputs) -> AnyFinding:
    """Return what a check comes to."""
    return kind_of(check).find(check, inputs)
