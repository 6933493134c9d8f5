"""Which version of Rondel this is."""

from importlib.metadata import PackageNotFoundError, version


def own_version() -> str:
    """The version of the installed package; `unknown` for a folder that was copied."""
    try:
        return version("rondel")
    except PackageNotFoundError:
        return "unknown"
