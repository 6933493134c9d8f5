"""Log lines of the tested code go to pytest, which shows them beside a failure."""

import structlog

from shared.observability.logging import add_place


def pytest_configure() -> None:
    structlog.configure(
        processors=[
            add_place,
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
