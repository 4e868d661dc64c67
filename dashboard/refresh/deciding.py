"""Take in a release that was held back, or refuse it: what a person decides."""

from dashboard.catalogue.catalogue import Catalogue
from dashboard.store.observations import Store
from dashboard.store.pending import PendingReleases
from dashboard.store.records import Pending, Vintage


def accept(catalogue: Catalogue, store: Store, indicator: str, *, digest: str = "") -> Vintage:
    """Take in the release of an indicator that waits, and return its vintage; `digest` is that of the one decided on.

    Raises NothingPending, PendingReplaced where another one waits than that, KeyError for an unknown indicator,
    RefreshRunning while a refresh runs, StoreError.
    """
    codes = tuple(catalogue.indicator(indicator).codes)
    with store.lease() as lease:
        return PendingReleases.of(store).accept(indicator, economies=codes, guard=lease.confirm, digest=digest)


def refuse(store: Store, indicator: str, *, digest: str = "") -> Pending:
    """Refuse the release of an indicator that waits: the same one is not asked for again. Raises as `accept` does."""
    with store.lease() as lease:
        return PendingReleases.of(store).refuse(indicator, guard=lease.confirm, digest=digest)
