"""python -m cli.bench.agents ROLE: one agent; the bench starts it."""

import importlib
import sys

from cli.bench.agents.control import run

ROLES = {
    "call-api": "cli.bench.agents.call_api",
    "collect": "cli.bench.agents.collect",
    "complete": "cli.bench.agents.complete",
    "idle": "cli.bench.agents.idle",
    "listen": "cli.bench.agents.listen",
    "observe": "cli.bench.agents.observe",
    "produce": "cli.bench.agents.produce",
    "release": "cli.bench.agents.release",
    "stock": "cli.bench.agents.stock",
    "write-events": "cli.bench.agents.write_events",
}


def main() -> None:
    """Play the role that the command line names; each is imported alone, to stay lean."""
    run(importlib.import_module(ROLES[sys.argv[1]]).play)


if __name__ == "__main__":
    main()
