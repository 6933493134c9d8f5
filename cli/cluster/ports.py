"""The addresses of this machine that lead into the cluster."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cli.embedded.errors import StackError


@dataclass(frozen=True)
class Address:
    """A page, its port here, and the node's port behind it."""

    name: str
    port: int
    node_port: int

    @property
    def url(self) -> str:
        """Where a browser finds it."""
        return f"http://localhost:{self.port}"


# The node's ports are those of kustomize/local.
WEB = Address("Web app", 3000, 30080)
GRAFANA = Address("Grafana", 30000, 30000)
ZIPKIN = Address("Zipkin", 30001, 30001)
MAILS = Address("Mails", 30025, 30025)
ADDRESSES = (WEB, GRAFANA, ZIPKIN, MAILS)


def demand_free(is_free: Callable[[int], bool], addresses: Sequence[Address] = ADDRESSES) -> None:
    """Nothing listens on the ports that the cluster will take.

    Raises:
        StackError: something does.
    """
    taken = [address for address in addresses if not is_free(address.port)]
    if taken:
        names = ", ".join(f"{each.port} ({each.name})" for each in taken)
        raise StackError(
            f"In use on this machine: port {names}.",
            "Stop what listens there; `ss -ltnp` says what it is. A `make dev` that runs is "
            "stopped by: rondel dev --stop",
        )
