"""Where things are: the project, its infrastructure files and the state folder."""

from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
INFRA = PROJECT / "infra" / "embedded"
DEFAULT_STATE = PROJECT / ".rondel"


def cache_of(state: Path) -> Path:
    """The folder for what can be fetched or made again."""
    return state / "cache"
