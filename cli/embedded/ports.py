"""Ports on the loopback interface."""

import random
import socket
from collections.abc import Collection

from cli.embedded.errors import StackError

HOST = "127.0.0.1"
# Below the range from which the kernel takes ports of outgoing connections (32768 and up on
# Linux): a service that is restarted on its port never finds a client sitting on it.
_RANGE = range(20_000, 32_000)
_NEAR = 20
_ATTEMPTS = 200


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
    for port in near + random.sample(_RANGE, _ATTEMPTS):
        if port not in avoid and is_free(port):
            return port
    raise StackError("No free port was found.", "Stop some of the programs that listen here.")
