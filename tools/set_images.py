"""`python -m tools.set_images FOLDER NAME=IMAGE@sha256:…`: an overlay runs these very images.

CI says so before it deploys; what is committed names a version.
"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

_IMAGE = re.compile(r"(?P<place>[a-z0-9.:/_-]+)@(?P<digest>sha256:[0-9a-f]{64})")


class CannotSet(Exception):
    """The image is not named by its digest, or the overlay has no such image."""


def with_images(text: str, images: Mapping[str, str]) -> str:
    r"""A kustomization whose entries of these names have other places and digests.

    >>> with_images("  - {name: api, newTag: 1}\n", {"api": "ghcr.io/a/b@sha256:" + "0" * 64})[:41]
    '  - {name: api, newName: ghcr.io/a/b, dig'

    Raises:
        CannotSet: see there.
    """
    for name, image in images.items():
        found = _IMAGE.fullmatch(image)
        if found is None:
            raise CannotSet(f"{image} is not named by its digest (place@sha256:…)")
        entry = f"{{name: {name}, newName: {found['place']}, digest: {found['digest']}}}"
        text, count = re.subn(rf"\{{name: {re.escape(name)}, [^}}]*\}}", entry, text)
        if count != 1:
            raise CannotSet(f"there are {count} entries for {name}, not one")
    return text


def main(arguments: list[str]) -> int:
    """Change the overlay and its `migrate`; the exit code."""
    folder, *pairs = arguments
    images = dict(pair.split("=", 1) for pair in pairs)
    used = {"": images, "migrate": {"rondel-worker": images["rondel-worker"]}}
    try:
        for part, its in used.items():
            path = Path(folder) / part / "kustomization.yaml"
            path.write_text(with_images(path.read_text(), its))
    except CannotSet as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
