"""structlog for every process: JSON for machines, readable lines for development."""

import json
import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog
from pydantic_settings import BaseSettings
from structlog.typing import Processor

from shared.core.settings import LogSettings, exposed_secret_files
from shared.observability.redaction import redacted, redacted_text
from shared.observability.tracing import log_fields

Logger = structlog.stdlib.BoundLogger

# Control characters in values would let a sender forge log lines in the console form.
_CONTROL = {i: f"\\x{i:02x}" for i in (*range(32), 127)}


def _escape_control(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for key, value in event.items():
        # A look at the whole text costs a tenth of translating it; few have such a character.
        if isinstance(value, str) and not value.isprintable() and key != "exception":
            event[key] = value.translate(_CONTROL)
    return event


def add_place(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """The line says which request, trace and message it belongs to."""
    for name, value in log_fields().items():
        event.setdefault(name, value)
    return event


def _in_process(name: str) -> Processor:
    def add(
        _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        event["process"] = name
        return event

    return add


def configure_logging(settings: LogSettings, process: str) -> None:
    """Logs of this process, and of the libraries it uses, have one form; called once in main."""
    processors: list[Any] = [
        _in_process(process),
        add_place,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _escape_control,
    ]
    renderer, loggers = _output(settings)
    # Our own lines go out at once: through logging's handlers each costs 75 µs instead of 20.
    structlog.configure(
        processors=[*processors, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(settings.level),
        logger_factory=loggers,
        cache_logger_on_first_use=True,
    )
    _configure_libraries(settings, processors, renderer)


def _output(settings: LogSettings) -> tuple[Any, Any]:
    if settings.format == "json":
        as_json = structlog.processors.JSONRenderer(serializer=_to_json)
        return as_json, structlog.BytesLoggerFactory(sys.stderr.buffer)
    for_people = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def render(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        return redacted_text(for_people(logger, method, event))

    return render, structlog.PrintLoggerFactory(sys.stderr)


def _to_json(event: dict[str, Any], **_: object) -> bytes:
    try:
        return redacted(orjson.dumps(event, default=str))
    except TypeError:  # what UTF-8 or 64 bits cannot carry; a log line is never worth an error
        return redacted(json.dumps(event, default=str).encode())


def _configure_libraries(settings: LogSettings, processors: list[Any], renderer: Any) -> None:
    def as_text(logger: Any, method: str, event: MutableMapping[str, Any]) -> str:
        line: str | bytes = renderer(logger, method, event)
        return line.decode() if isinstance(line, bytes) else line

    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=processors,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, as_text],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    for noisy in (
        "aiokafka",
        "apscheduler",
        "asyncio",
        "httpcore",
        "httpx",
        "httpx2",
        "mcp",
        "openai",
        "uvicorn.access",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It writes a line for each batch that is lost; span_export.py says so once in a while.
    logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)


def warn_of_exposed(kind: type[BaseSettings]) -> None:
    """The log names every file of a secret that the whole machine may read."""
    for variable in exposed_secret_files(kind):
        get_logger().warning("secret_file_readable_by_all", variable=variable)


def get_logger() -> Logger:
    """A logger that carries what was bound to the running request or message."""
    logger: Logger = structlog.get_logger()
    return logger
