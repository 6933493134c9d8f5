"""Ports on the loopback interface."""

import json
import random
import socket
from collections.abc import Collection
from itertools import chain, cycle, islice
from pathlib import Path

from cli.embedded.errors import PortTaken, StackError

HOST = "127.0.0.1"
# Below the range from which the kernel takes ports of outgoing connections (32768 and up on
# Linux): a service that is restarted on its port never finds a client sitting on it.
_RANGE = range(20_000, 32_000)
_NEAR = 20
_ATTEMPTS = 200
_ASKED = "asked "  # before a name: the port that somebody asked for
# In an order of this process's own, none again before all were: a port that was given away and is
# not listened on yet is not given twice.
_ANY = cycle(random.sample(_RANGE, len(_RANGE)))


def is_free(port: int) -> bool:
    """Whether a service could listen on `port` of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def choose_port(preferred: int | None = None, *, avoid: Collection[int] = ()) -> int:
    """A port that is free now: `preferred`, else one just above it, else any.

    Nothing holds it until the service listens, so give it away at once. `avoid` names the ports
    that are promised to others.

    Raises:
        StackError: no free port was found.
    """
    near = list(range(preferred, preferred + _NEAR)) if preferred else []
    for port in chain(near, islice(_ANY, _ATTEMPTS)):
        if port not in avoid and is_free(port):
            return port
    raise StackError("No free port was found.", "Stop some of the programs that listen here.")


class PortBook:
    """Which service has which port, remembered in a file, so that addresses stay what they were.

    `reserved` are the ports that services have by default: none gets another's by chance.
    """

    def __init__(self, path: Path, reserved: Collection[int] = ()) -> None:
        self._path = path
        self._reserved = reserved
        self._ports: dict[str, int] = _remembered(path)
        self._given: set[int] = set()

    def take(self, name: str, preferred: int) -> int:
        """A free port for the service: the one it had, else `preferred`, else another.

        No two services of one book get the same.
        """
        had = self._ports.get(name, preferred)
        return self._give(name, choose_port(had, avoid=self._promised(name, had)))

    def prefer(self, name: str, preferred: int) -> int:
        """A free port for the service: `preferred`, else the one it had, else another."""
        if preferred not in self._promised(name, preferred) and is_free(preferred):
            return self._give(name, preferred)
        return self.take(name, preferred)

    def asked(self, name: str) -> int | None:
        """The port that was demanded for the service last."""
        return self._ports.get(_ASKED + name)

    def demand(self, name: str, port: int) -> int:
        """Exactly this port; it is remembered as the one that was asked for.

        Raises:
            PortTaken: it is in use or given to another service.
        """
        if port in self._given or not is_free(port):
            raise PortTaken(port)
        self._ports[_ASKED + name] = port
        return self._give(name, port)

    def _promised(self, name: str, wanted: int) -> set[int]:
        others = {port for key, port in self._ports.items() if key.removeprefix(_ASKED) != name}
        return self._given | others | (set(self._reserved) - {wanted})

    def _give(self, name: str, port: int) -> int:
        self._given.add(port)
        self._ports[name] = port
        self._path.write_text(json.dumps(self._ports, indent=1))
        return port


def _remembered(path: Path) -> dict[str, int]:
    try:
        ports: dict[str, int] = json.loads(path.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return ports
