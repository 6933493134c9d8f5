"""The images of the working copy, built here and brought to the node.

Each is tagged by what is in it. So a Deployment changes when its image has, and only then, and an
image that the node has already is not brought there again.
"""

import re
from collections.abc import Mapping

from cli.cluster.runner import Runner

DOCKERFILES = {"rondel-api": "api/Dockerfile", "rondel-worker": "workers/Dockerfile"}
_DIGITS = 12


def build(runner: Runner, name: str) -> str:
    """The image is built; its name with a tag that says what is in it."""
    newest = f"{name}:dev"
    runner.work("docker", "build", "--file", DOCKERFILES[name], "--tag", newest, ".")
    content = runner.read("docker", "image", "inspect", "--format", "{{.Id}}", newest).strip()
    tagged = f"{name}:{short_id(content)}"
    runner.work("docker", "tag", newest, tagged)
    return tagged


def short_id(content: str) -> str:
    """A tag from the id of an image.

    >>> short_id("sha256:0123456789abcdef")
    'dev-0123456789ab'
    """
    return f"dev-{content.removeprefix('sha256:')[:_DIGITS]}"


def with_images(manifests: str, tagged: Mapping[str, str]) -> str:
    """The manifests with these images in place of `name:dev`.

    >>> with_images("  image: rondel-api:dev", {"rondel-api": "rondel-api:dev-01"})
    '  image: rondel-api:dev-01'
    """
    for name, image in tagged.items():
        manifests = re.sub(
            rf"(\bimage: ){re.escape(name)}:dev$", rf"\g<1>{image}", manifests, flags=re.MULTILINE
        )
    return manifests
