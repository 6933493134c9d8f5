"""`python -m api`: the API as a process of its own."""

import uvloop

from api.server import serve_until_signal
from api.settings import ApiSettings
from shared.observability.logging import configure_logging


def main() -> None:
    """The API has served until it was told to stop."""
    settings = ApiSettings()
    configure_logging(settings.log, "api")
    uvloop.run(serve_until_signal(settings))


if __name__ == "__main__":
    main()
