"""`python3 tools/compose_secrets.py`: the secrets that compose.yaml names, random and made once.

Nothing but Python is needed. Compose gives files on with the rights that they have here, and the
processes run as another user: so everybody may read the files, in a folder that only you may enter.
"""

import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".rondel" / "compose"
_BYTES = 32


def values(password: str) -> Mapping[str, str]:
    """File name to secret."""
    return {
        "postgres-password": password,
        "database-url": f"postgresql://rondel:{password}@postgres:5432/rondel",
        "auth-secret": secrets.token_urlsafe(_BYTES),
        "secrets-key": secrets.token_urlsafe(_BYTES),
        "grafana-password": secrets.token_urlsafe(_BYTES),
    }


def make(folder: Path) -> Iterator[str]:
    """The files are there; names those that are new. None is changed: the database has its own."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    kept = folder / "postgres-password"
    password = kept.read_text() if kept.exists() else secrets.token_urlsafe(_BYTES)
    for name, value in values(password).items():
        path = folder / name
        if not path.exists():
            path.write_text(value)
            path.chmod(0o644)
            yield name


def main() -> int:
    """Make what is missing, and say so."""
    made = list(make(FOLDER))
    print(f"made in {FOLDER}: {', '.join(made)}" if made else f"all of them are in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
