"""`python -m cli.generate [--check]`: files made from the code are as the code says."""

import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from api.main import Application
from cli.generators import asyncapi, dashboards, events, manifests, metrics, settings

_ROOT = Path(__file__).resolve().parent.parent


def render_all() -> Iterator[tuple[str, str]]:
    """Path below the root and text of every generated file."""
    yield from events.render()
    yield from asyncapi.render()
    yield from metrics.render()
    yield from dashboards.render()
    yield from settings.render()
    yield from manifests.render()
    document = Application(None).openapi()
    yield "docs/openapi.json", orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def stale_files(root: Path) -> dict[str, str]:
    """Paths of files that differ from what the code would make, and what that is."""
    return {path: text for path, text in render_all() if _read(root / path) != text}


def _read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None


def main(arguments: list[str], root: Path = _ROOT) -> int:
    """Write the files, or with `--check` only name those that are stale; the exit code."""
    stale = stale_files(root)
    if "--check" in arguments:
        for path in stale:
            print(f"{path} is stale: run `make events`")
        return 1 if stale else 0
    for path, text in stale.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    print(f"{len(stale)} files written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
