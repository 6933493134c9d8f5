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
TARGETS = {
    "dev": ["--all-extras", "--group=dev", "--group=test"],
    "api": ["--extra=api"],
    "worker": ["--extra=scheduler", "--extra=notifier"],
}


def compile_requirements(name: str, source: str, options: list[str], text: str | None) -> None:
    """Pins of `source` stand in requirements/<name>.txt."""
    out = ROOT / "requirements" / f"{name}.txt"
    command = ["uv", "pip", "compile", source, *options, *COMMON, f"--output-file={out}"]
    subprocess.run(  # noqa: S603 - our own fixed command line
        [sys.executable, "-m", *command], cwd=ROOT, input=text, text=True, check=True
    )
    print(f"requirements/{name}.txt")


def main() -> None:
    """Every lock file is up to date."""
    compile_requirements("bootstrap", "-", [], BOOTSTRAP)
    for name, options in TARGETS.items():
        compile_requirements(name, "pyproject.toml", options, None)


if __name__ == "__main__":
    main()
