"""python -m cli.bench.agents ROLE: one agent; the bench starts it."""

import importlib
import sys

from cli.bench.agents.control import run

ROLES = {
    "observe": "cli.bench.agents.observe",
    "write-events": "cli.bench.agents.write_events",
    "produce": "cli.bench.agents.produce",
    "stock": "cli.bench.agents.stock",
    "complete": "cli.bench.agents.complete",
    "watch-tasks": "cli.bench.agents.watch_tasks",
    "call-api": "cli.bench.agents.call_api",
}


def main() -> None:
    """Play the role that the command line names; each is imported alone, to stay lean."""
    run(importlib.import_module(ROLES[sys.argv[1]]).play)


if __name__ == "__main__":
    main()
