"""`python -m api`: the API as a process of its own."""

import sys

import uvloop

from api.server import serve_until_signal
from api.settings import ApiSettings
from shared.core.clock import Clock
from shared.core.settings import WrongSettings, read_settings
from shared.observability.logging import configure_logging, warn_of_exposed

_MISCONFIGURED = 2


def main(clock: Clock | None = None) -> int:
    """The API has served until it was told to stop; 2 if the settings are wrong.

    Without a `clock` it is the machine's.
    """
    try:
        settings = read_settings(ApiSettings)
    except WrongSettings as error:
        sys.stderr.write(f"api: the settings are wrong.\n{error}\n")
        return _MISCONFIGURED
    configure_logging(settings.log, "api")
    warn_of_exposed(ApiSettings)
    uvloop.run(serve_until_signal(settings, clock))
    return 0


if __name__ == "__main__":
    sys.exit(main())
