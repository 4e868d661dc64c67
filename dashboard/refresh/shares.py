"""Count what each client asks for, so that nobody takes what is there for all."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, Literal

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from dashboard.errors import TooMany

# a household or an office has at least so much of IPv6 to itself, and may take another address for every request
_PREFIX: Final = 64
_CLIENTS_KEPT: Final = 10_000
_ITEMS: Final[dict[str, type[RateLimitItem]]] = {"minute": RateLimitItemPerMinute, "hour": RateLimitItemPerHour}
_STORAGE: Final = MemoryStorage()
_LIMITER: Final = FixedWindowRateLimiter(_STORAGE)


@dataclass(frozen=True)
class Share:
    """How many of a thing one client has in a minute or an hour, of each process that serves."""

    what: str
    most: int
    span: Literal["minute", "hour"] = "minute"

    def take(self, client: str, number: int = 1) -> None:
        """Count what a client takes; TooMany where that is more than its share."""
        item = _ITEMS[self.span](self.most, namespace=self.what)
        if not _LIMITER.hit(item, _network(client), cost=number):
            raise TooMany(self.what, self.most, self.span)


def forget() -> None:
    """Let every client begin anew."""
    _STORAGE.reset()


@lru_cache(_CLIENTS_KEPT)
def _network(client: str) -> str:
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return str(ip_network((address, _PREFIX), strict=False)) if isinstance(address, IPv6Address) else client
