"""`python -m tools.set_images FOLDER NAME=IMAGE@sha256:…`: an overlay runs these very images.

CI says so before it deploys; what is committed names a version. `--check` in place of the folder
reads a render and says whether it does: an overlay of one's own can have images of its own.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

NAMES = {"rondel-api", "rondel-worker"}
_USAGE = """Both images, by their digests:
python3 -m tools.set_images kustomize/oke rondel-api=PLACE@sha256:… rondel-worker=PLACE@sha256:…
kubectl kustomize FOLDER | python3 -m tools.set_images --check rondel-api=… rondel-worker=…"""
_IMAGE = re.compile(r"(?P<place>[a-z0-9.:/_-]+)@(?P<digest>sha256:[0-9a-f]{64})")


class CannotSet(Exception):
    """The image is not named by its digest, or the overlay has no such image."""


def with_images(text: str, images: Mapping[str, str]) -> str:
    """A kustomization whose entries of these names have other places and digests.

    >>> with_images("- {name: api, newTag: 1}", {"api": "ghcr.io/a/b@sha256:" + "0" * 64})[:38]
    '- {name: api, newName: ghcr.io/a/b, di'

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
            raise CannotSet(
                f"there are {count} entries for {name}, not one; an overlay that builds on another "
                "(oke-staging on oke) takes its images"
            )
    return text


def other_images(render: str, images: Mapping[str, str]) -> Iterator[str]:
    """What these manifests would run in place of these images.

    >>> list(other_images("image: a/rondel-api:1", {"rondel-api": "a/rondel-api@sha256:0"}))
    ['a/rondel-api:1']

    Raises:
        CannotSet: they run none of the images at all.
    """
    named = re.findall(r"^[ -]*image: [\"']?([^\s\"']+)", render, re.MULTILINE)
    ours = [image for image in named if _bare(image) in images]
    if not ours:
        raise CannotSet(f"there is none of {', '.join(images)}")
    yield from (image for image in ours if image != images[_bare(image)])


def _bare(image: str) -> str:
    """The last part of its name, without tag and digest."""
    return image.partition("@")[0].rpartition("/")[2].partition(":")[0]


def main(arguments: list[str]) -> int:
    """Change the overlay and its `migrate`, or look at a render; the exit code."""
    folder, *pairs = arguments or [""]
    images = dict(pair.partition("=")[::2] for pair in pairs)
    if set(images) != NAMES:
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        if folder == "--check":
            others = list(other_images(sys.stdin.read(), images))
            print("".join(f"would run {each}\n" for each in others), end="", file=sys.stderr)
            return 1 if others else 0
        _set(Path(folder), images)
    except (CannotSet, OSError) as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return 1
    return 0


def _set(folder: Path, images: Mapping[str, str]) -> None:
    """Both files are changed, or none."""
    used = {"": images, "migrate": {"rondel-worker": images["rondel-worker"]}}
    paths = {part: folder / part / "kustomization.yaml" for part in used}
    texts = {part: with_images(paths[part].read_text(), its) for part, its in used.items()}
    for part, text in texts.items():
        paths[part].write_text(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
