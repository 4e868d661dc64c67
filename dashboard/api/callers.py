"""Know who calls, and under which name of this server, before anything else looks at a request."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.api.answers import refusal
from dashboard.errors import SelectionError
from dashboard.settings import Settings, variable

Network = IPv4Network | IPv6Network
Header = tuple[bytes, bytes]
# what proxies say of whom they pass on, by how the names begin; one is enough, whoever put it there
_OF_PROXIES: Final = (
    *(b"forwarded", b"x-forwarded", b"via", b"x-real-ip", b"x-client-ip", b"x-cluster-client-ip"),
    *(b"client-ip", b"true-client-ip", b"cf-", b"cdn-loop", b"fastly-", b"x-envoy-", b"x-original-", b"x-amzn-"),
    *(
        b"x-remote-",
        b"x-originating-",
        b"x-proxyuser-",
        b"wl-proxy-",
        b"x-azure-",
        b"x-arr-",
        b"fly-",
        b"do-connecting-",
    ),
    *(b"tailscale-", b"x-host", b"x-scheme", b"x-appengine-", b"x-vercel-", b"x-nf-"),
)
_ANY: Final = "*"
_PASSED_ON: Final = b"x-forwarded-for"
_YES: Final = b"yes"
# the same few names come with every request
_NAMES_KEPT: Final = 512
_MISDIRECTED: Final = 421


@dataclass(frozen=True)
class Names:
    """The names that a server answers to: its own machine's always, those `told`, and any other where it `is_open`."""

    told: frozenset[str] = frozenset()
    is_open: bool = True

    def has(self, host: str | None) -> bool:
        """Tell whether a host is one of them; one that starts with a dot stands for all below it."""
        name = (host or "").lower().rstrip(".")
        if not name:
            return False
        below = (name[at:] for at, letter in enumerate(name) if letter == ".")
        return self.is_open or is_loopback(name) or name in self.told or any(part in self.told for part in below)


def names_of(settings: Settings, address: str | None) -> Names:
    """Return the names of a server that listens to an address.

    One that listens to its own machine alone is reached by others through a proxy whose names are told; any other name
    is another site's, which has had a browser of this machine look it up here (DNS rebinding).
    """
    site = urlsplit(settings.site).hostname
    told = frozenset(name.lower().rstrip(".") for name in (*settings.hosts, *([site] if site else [])))
    return Names(told, is_open=_ANY in told or (not settings.hosts and not is_loopback(address)))


def networks_of(settings: Settings) -> tuple[Network, ...]:
    """Return the networks of the proxies that are believed."""
    return tuple(ip_network(text, strict=False) for text in settings.proxies)


def is_loopback(host: str | None) -> bool:
    """Tell whether a host's name or number is this machine's own."""
    if host == "localhost":
        return True
    address = _address(host or "")
    return address is not None and address.is_loopback


def is_own_user(scope: Scope) -> bool:
    """Tell whether a request comes from this machine itself, with nothing in between.

    The socket's peer decides. What a request says of itself can only speak against it: that a proxy passes it on, or
    that another site's page sent it. Its Host says nothing, for a proxy may write there what it likes.
    """
    client = scope.get("client")
    if client is None or not is_loopback(client[0]):
        return False
    headers: Sequence[Header] = scope["headers"]
    return not any(name.startswith(_OF_PROXIES) for name, _ in headers) and all(
        is_loopback(host_of(value)) for name, value in headers if name == b"origin"
    )


def host_of(url: bytes) -> str | None:
    """Return the host that an Origin or the like names; None where there is none."""
    try:
        return urlsplit(url.decode("latin-1")).hostname
    except ValueError:
        return None


def caller(scope: Scope, proxies: Collection[Network]) -> tuple[str, int] | None:
    """Return the address that a request came from: what trusted proxies say, from the last one backwards."""
    client = scope.get("client")
    if client is None or not proxies or not _is_of(client[0], proxies):
        return client
    said = [value for name, value in scope["headers"] if name == _PASSED_ON]
    for entry in reversed(b",".join(said).decode("latin-1").split(",")):
        host = entry.strip()
        try:
            ip_address(host)
        except ValueError:
            return client
        if not _is_of(host, proxies):
            return host, 0
    return client


def _is_of(host: str, networks: Collection[Network]) -> bool:
    address = _address(host)
    return address is not None and (address.is_loopback or any(address in network for network in networks))


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an IP address, one of IPv4 also where a socket of both kinds writes it as IPv6; None for none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


class Callers:
    """An outer app: refuses names that are not this server's, and pages of others that would speak to it.

    Further in, `client` is who really called. A stream's headers have `mark` where its user is this machine's own, and
    never else. `is_checked` says whether streams from others' pages are refused.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: Names | None = None,
        proxies: Collection[Network] = (),
        mark: str = "",
        is_checked: bool = True,
    ) -> None:
        self._app, self._names, self._proxies, self._is_checked = app, names or Names(), proxies, is_checked
        self._mark = mark.lower().encode("ascii")
        self._is_ours: Callable[[bytes], bool] = lru_cache(_NAMES_KEPT)(self._is_told)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name == b"host"), None)
        # a program may name none, a browser always does
        if host is not None and not self._is_ours(host):
            await self._refuse(scope, receive, send)
            return
        if self._proxies:
            scope["client"] = caller(scope, self._proxies)
        if scope["type"] == "websocket" and not await self._admitted(scope, host, receive, send):
            return
        await self._app(scope, receive, send)

    def _is_told(self, host: bytes) -> bool:
        return self._names.has(host_of(b"//" + host))

    async def _admitted(self, scope: Scope, host: bytes | None, receive: Receive, send: Send) -> bool:
        headers: Sequence[Header] = scope["headers"]
        if self._is_checked and any(self._is_foreign(value, host) for name, value in headers if name == b"origin"):
            await self._refuse(scope, receive, send)
            return False
        own = [(self._mark, _YES)] if is_own_user(scope) else []
        scope["headers"] = [*(pair for pair in headers if pair[0] != self._mark), *own]
        return True

    def _is_foreign(self, origin: bytes, host: bytes | None) -> bool:
        """Tell whether a page of another site asks; a proxy may have written another Host than the page's own."""
        return origin.partition(b"://")[2] != host and host_of(origin) not in self._names.told

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        message = f"This server does not answer to that name. Whoever runs it can add it to {variable('hosts')}."
        await refusal(SelectionError("unknown-host", message, field="host"), _MISDIRECTED)(scope, receive, send)
