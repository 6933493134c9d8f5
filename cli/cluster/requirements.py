"""What this machine has to have before a cluster is made on it."""

import orjson

from cli.cluster.kinds import PORTS, Cluster
from cli.cluster.programs import Programs
from cli.embedded.errors import StackError
from cli.embedded.ports import is_free

MEMORY_BYTES = 6 * 1024**3
"""What everything takes together, with room for the cluster itself: docs/self-hosting/local.md."""


def check(programs: Programs, cluster: Cluster) -> None:
    """Everything is there.

    Raises:
        StackError: something is missing; the first thing that is.
    """
    programs.need("docker")
    programs.need("kubectl")
    memory = _memory_of_docker(programs)
    if memory < MEMORY_BYTES:
        raise StackError(
            f"Docker has {memory / 1024**3:.1f} GB of memory; "
            f"{MEMORY_BYTES / 1024**3:.0f} GB are needed.",
            "Give it more (Docker Desktop: Settings, Resources), or use `make dev`.",
        )
    if not cluster.exists():
        taken = [port for port in PORTS if not is_free(port)]
        if taken:
            raise StackError(
                f"Port {taken[0]} is in use.", "Stop what listens there, then try again."
            )


def _memory_of_docker(programs: Programs) -> int:
    if not programs.works("docker", "info"):
        raise StackError(
            "Docker does not answer.",
            "Start it (`systemctl start docker`, or Docker Desktop), and see that `docker info` "
            "works for this user.",
        )
    return int(orjson.loads(programs.ask("docker", "info", "--format", "{{json .MemTotal}}")))
