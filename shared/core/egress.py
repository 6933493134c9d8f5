"""Where requests to addresses that users chose may go: what keeps them out of our own network.

A name says nothing: rules are about the addresses that it stands for at the moment of connecting.
Whoever connects asks `EgressRules.reachable` about all of them, and connects to one that it gave,
so that a second look-up cannot lead elsewhere. Pure: nothing is resolved here.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlsplit

import idna

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LONGEST_URL: Final = 2000
_LONGEST_HOST: Final = 253
WELL_KNOWN_PORTS: Final = frozenset({80, 443})
FIRST_FREE_PORT: Final = 1024
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}

_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_SAFE_IN_PATH: Final = "/%:@!$&'()*+,;=~-._?"


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in texts)


# IANA's special-purpose registries, 2026-11. Written out: what `is_private` and `is_global` say
# changes between patch releases of Python.
_NOT_PUBLIC: Final = _networks(
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)  # fmt: skip
_PUBLIC_V6: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address is behind it
# What a name that the operator allows may stand for. Not link-local: there is the metadata service.
_INTERNAL: Final = _networks(
    "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
    "::1/128", "fc00::/7",
)  # fmt: skip

_LOOPBACK: Final = _networks("127.0.0.0/8", "::1/128")


class Refused(Exception):
    """No request may go there. `code` is stable; the message is for whoever chose the address."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """A URL, taken apart and normalised; `host` is a name in ASCII or an address without []."""

    scheme: Literal["http", "https"]
    host: str
    port: int
    path: str
    """With the query; starts with a slash."""

    @property
    def origin(self) -> str:
        """https://ntfy.example.com, with the port if it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """All of it."""
        return f"{self.origin}{self.path}"


@dataclass(frozen=True, slots=True)
class EgressRules:
    """Public addresses, and what the operator allows beyond them."""

    networks: tuple[Network, ...] = ()
    hosts: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> "EgressRules":
        """The rules that a setting means: networks, addresses and names, with commas between.

        Raises:
            ValueError: a part is none of these.
        """
        networks: list[Network] = []
        hosts: set[str] = set()
        for part in filter(None, (part.strip() for part in text.split(","))):
            try:
                networks.append(ipaddress.ip_network(part))
            except ValueError:
                hosts.add(_allowed_name(part))
        return cls(tuple(networks), frozenset(hosts))

    def check(self, host: str, address: IPAddress) -> None:
        """A request to `host` may go to this address of it.

        Raises:
            Refused: it may not.
        """
        if not self._allows(host, address):
            raise _internal(host)

    def check_all(self, host: str, addresses: Iterable[IPAddress]) -> None:
        """A request may go to any of them: one that is internal spoils them all.

        Raises:
            Refused: it may not.
        """
        for address in addresses:
            self.check(host, address)

    def reachable(self, host: str, addresses: Sequence[IPAddress]) -> Sequence[IPAddress]:
        """Those of the addresses of `host` that a request may go to, in their order.

        They are all of them, but for localhost: it stands for two loopback addresses wherever it is
        asked for, and an operator who allows one of them means that one.

        Raises:
            Refused: it may go to none, or the name leads to one that it may not go to.
        """
        if _is_local_name(host):
            allowed = [each for each in addresses if self._allows(host, each)]
            if allowed and all(_is_in(_unwrapped(each), _LOOPBACK) for each in addresses):
                return allowed
        self.check_all(host, addresses)
        return addresses

    def target(self, url: str) -> Target:
        """The URL taken apart, if a request may go there for all that can be seen without DNS.

        Raises:
            Refused: it may not.
        """
        target = parse_target(url)
        literal = address_of(target.host)
        if literal is not None:
            self.check(target.host, literal)
        elif _is_local_name(target.host) and not self._opens_loopback(target.host):
            raise _internal(target.host)
        return target

    def _allows(self, host: str, address: IPAddress) -> bool:
        plain = _unwrapped(address)
        if _is_in(plain, self.networks) or _is_public(plain):
            return True
        return host in self.hosts and _is_in(plain, _INTERNAL)

    def _opens_loopback(self, host: str) -> bool:
        """Whether this name of loopback, or a loopback address, is allowed at all."""
        return host in self.hosts or any(
            allowed.version == own.version and allowed.overlaps(own)
            for allowed in self.networks
            for own in _LOOPBACK
        )


def parse_target(url: str) -> Target:
    """The parts of a URL of HTTP in their normal form.

    >>> parse_target("HTTPS://Bücher.Example.:443/a b".replace(" ", "%20")).url
    'https://xn--bcher-kva.example/a%20b'

    Raises:
        Refused: it is no such URL, or has parts that have no place in one that we keep.
    """
    if len(url) > _LONGEST_URL or _NOT_IN_A_URL.search(url):
        raise Refused("url_malformed", f"A URL without space, {_LONGEST_URL} long at most.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused("url_malformed", "This is no URL.") from None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise Refused("url_scheme", "A URL that starts with https:// or http://.")
    if "@" in parts.netloc:
        raise Refused("url_credentials", "A URL without user name and password.")
    if "#" in url:
        raise Refused("url_fragment", "A URL without a part after #.")
    scheme: Literal["http", "https"] = "https" if parts.scheme == "https" else "http"
    return Target(
        scheme,
        _normal_host(host),
        _checked_port(_DEFAULT_PORTS[scheme] if port is None else port),
        _path(parts.path, parts.query),
    )


def address_of(host: str) -> IPAddress | None:
    """The address that a normalised host is; None for a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _path(path: str, query: str) -> str:
    whole = f"{path or '/'}?{query}" if query else path or "/"
    return quote(whole, safe=_SAFE_IN_PATH)


def _checked_port(port: int) -> int:
    if port in WELL_KNOWN_PORTS or port >= FIRST_FREE_PORT:
        return port
    raise Refused("url_port", f"Port 80, 443, or one from {FIRST_FREE_PORT} on.")


def _normal_host(host: str) -> str:
    if ":" in host:
        if "%" in host:
            raise Refused("url_zone_id", "An IPv6 address without a zone.")
        address = address_of(host)
        if address is None:
            raise Refused("url_host", "The part between [ and ] is no IPv6 address.")
        return str(address)
    name = _ascii_name(host).removesuffix(".")
    if len(name) > _LONGEST_HOST or not _NAME.fullmatch(name):
        raise Refused("url_host", "The host is neither a name nor an address.")
    if _NUMBER.fullmatch(name.rpartition(".")[2]) and address_of(name) is None:
        # 2130706433, 0x7f.1, 0177.0.0.1: resolvers read these as addresses, each in its way.
        raise Refused("url_host", "An IPv4 address is written as four decimal numbers.")
    return name


def _ascii_name(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise Refused("url_host", "The host is not a name that DNS can have.") from None


def _internal(host: str) -> Refused:
    return Refused(
        "address_internal",
        f"{host} leads to an address that is not public. An operator can allow it "
        "(RONDEL_EGRESS_ALLOW).",
    )


def _allowed_name(text: str) -> str:
    try:
        return _normal_host(text.lower())
    except Refused:
        shown = repr(text[:60])
        raise ValueError(f"{shown} is neither a network, nor an address, nor a name") from None


def _is_local_name(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")  # RFC 6761 §6.3


def _unwrapped(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_in(address: IPAddress, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and address not in _PUBLIC_V6:
        return False
    return not _is_in(address, _NOT_PUBLIC)
