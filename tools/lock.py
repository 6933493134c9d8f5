"""Write requirements/*.txt: pinned, hashed, without addresses. Run by `make lock`."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = "uv>=0.13.9"
COMMON = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
    "--quiet",
]
# Name to what it is made of. Locust has an environment of its own: it makes the standard library
# cooperative as soon as it is imported, and brings a plugin through which pytest would import it.
TARGETS = {
    "dev": ["pyproject.toml", "--all-extras", "--group=dev", "--group=test"],
    "api": ["pyproject.toml", "--extra=api", "--extra=cli"],
    # With the commands of operators: `rondel migrate` and the like run from the same image.
    "worker": [
        "pyproject.toml",
        "--extra=scheduler",
        "--extra=notifier",
        "--extra=cli",
        "--constraint=requirements/dev.txt",
    ],
    "load": ["--group=load", "--constraint=requirements/dev.txt"],
    "audit": ["--group=audit"],
    "deploy": ["--group=deploy"],
    "validate": ["--group=validate"],
}


def compile_requirements(name: str, sources: list[str], text: str | None = None) -> None:
    """Pins of what `sources` name stand in requirements/<name>.txt."""
    out = ROOT / "requirements" / f"{name}.txt"
    command = ["uv", "pip", "compile", *sources, *COMMON, f"--output-file={out}"]
    subprocess.run(  # noqa: S603 - our own fixed command line
        [sys.executable, "-m", *command], cwd=ROOT, input=text, text=True, check=True
    )
    print(f"requirements/{name}.txt")


def main() -> None:
    """Every lock file is up to date."""
    compile_requirements("bootstrap", ["-"], BOOTSTRAP)
    for name, sources in TARGETS.items():
        compile_requirements(name, sources)


if __name__ == "__main__":
    main()
