"""From which address a request comes: the one place that decides it.

What a proxy adds to `X-Forwarded-For` or `Forwarded` stands at its right end; what stands left of
that, anybody can have written. So it is read from the right, as long as those who wrote it are our
own proxies. Only the header that our proxies write is read: the other would be the client's word.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, Literal

from starlette.types import Scope

from shared.observability.logging import get_logger

ProxyHeader = Literal["x-forwarded-for", "forwarded"]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

BEHIND_PROXY: Final = "rondel.behind_proxy"
"""Key of the ASGI scope: there, if a proxy that is known, and nobody else, says who asks."""
SAID_BY_PROXIES: Final = frozenset(
    {
        b"cf-connecting-ip",
        b"forwarded",
        b"via",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-proto",
        b"x-real-ip",
    }
)

_READ: Final = frozenset({b"forwarded", b"x-forwarded-for"})
_MOST_HOPS: Final = 20
_HOST_BITS: Final = 64
"""Of IPv6: whoever has one address of such a network has all of them."""


def parse_networks(text: str) -> tuple[Network, ...]:
    """The networks and addresses in this list with commas between.

    Raises:
        ValueError: a part is neither.

    >>> [str(network) for network in parse_networks("10.0.0.0/8, 192.0.2.7")]
    ['10.0.0.0/8', '192.0.2.7/32']
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


class TrustedProxies:
    """Finds the address of the client behind proxies that are known."""

    def __init__(self, networks: Sequence[Network], header: ProxyHeader) -> None:
        self._networks = networks
        self._header = header.encode()
        self._has_warned = False

    def settle(self, scope: Scope) -> None:
        """The request comes from the client's address; from the peer's, if that is no proxy."""
        client = scope.get("client")
        if client is None:
            return
        if not self._networks:
            self._warn_of_proxy(client[0], scope)
            return
        peer = address_of(client[0])
        if peer is None or not self._is_proxy(peer):
            return
        found = self._behind(peer, scope)
        scope["client"] = (str(found), 0)
        said = SAID_BY_PROXIES.intersection(name for name, _ in scope["headers"])
        if self._is_proxy(found):
            if said and found == peer and not self._has_warned:
                self._has_warned = True
                get_logger().warning("proxy_said_nothing", setting="RONDEL_PROXY_HEADER")
        elif not said.issuperset(_READ):  # of both, one may be the client's own word
            scope[BEHIND_PROXY] = True

    def _warn_of_proxy(self, host: str, scope: Scope) -> None:
        """Once: somebody near says whose request it is, and nobody is believed."""
        if self._has_warned or not any(name == self._header for name, _ in scope["headers"]):
            return
        peer = address_of(host)
        if peer is not None and peer.is_private:
            self._has_warned = True
            get_logger().warning("proxy_not_trusted", setting="RONDEL_TRUSTED_PROXIES")

    def _behind(self, peer: Address, scope: Scope) -> Address:
        found = peer
        for text in self._written(scope):
            address = address_of(text)
            if address is None:
                return found
            found = address
            if not self._is_proxy(address):
                return found
        return found

    def _written(self, scope: Scope) -> Iterator[str]:
        """What the proxies wrote, the last one first."""
        values = [value for name, value in scope["headers"] if name == self._header]
        parts = b",".join(values).decode("latin-1").rsplit(",", _MOST_HOPS)[-_MOST_HOPS:]
        for part in reversed(parts):
            yield _for(part) if self._header == b"forwarded" else part.strip()

    def _is_proxy(self, address: Address) -> bool:
        return is_within(address, self._networks)


def is_within(address: Address, networks: Sequence[Network]) -> bool:
    """Whether one of the networks has this address."""
    return any(address in network for network in networks if network.version == address.version)


def _for(element: str) -> str:
    """The node that a part of `Forwarded` names (RFC 7239 §4).

    >>> _for('proto=https; For="[2001:db8::7]:4711"')
    '[2001:db8::7]:4711'
    """
    for pair in element.split(";"):
        name, _, value = pair.strip().partition("=")
        if name.lower() == "for":
            return value.strip('"')
    return ""


def address_of(text: str) -> Address | None:
    """The address in `text`, with or without a port; an IPv4 address mapped to IPv6 is IPv4."""
    host = text
    if text.startswith("["):
        host = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        host = text.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


@lru_cache(maxsize=4096)
def network_of(host: str) -> str:
    """What stands for the one who asks from there: an IPv4 address, or the /64 of an IPv6 one.

    >>> network_of("::ffff:192.0.2.7"), network_of("2001:db8::1"), network_of("unix")
    ('192.0.2.7', '2001:db8::/64', 'unix')
    """
    address = address_of(host)
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address) >> _HOST_BITS << _HOST_BITS, _HOST_BITS)))
    return str(address) if address is not None else host[:64]
