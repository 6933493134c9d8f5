"""The process in which apprise runs: messages in, outcomes out, one JSON document a line.

Started by `courier.py` as a script, with an environment of its own. It can open no connection but
to the proxy that it was given, no file that is not Python's own, and no process, whatever a plugin
tries. Nothing of a message or of a URL is written anywhere but into the answer.
"""

import json
import logging
import mimetypes
import os
import resource
import socket
import sys
from typing import Any, Final
from urllib.parse import urlsplit

import apprise
import requests
import requests.sessions
from apprise.common import OverflowMode, PersistentStoreMode
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from typing_extensions import override

_LARGEST_MEMORY: Final = 512 * 1024 * 1024
_TIMEOUTS: Final = (30.0, 30.0)  # the gate and the parent end what takes too long
_FORBIDDEN: Final = frozenset({
    "ctypes.dlopen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system",
    "pty.spawn", "socket.bind", "socket.sendmsg", "socket.sendto", "subprocess.Popen",
})  # fmt: skip
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class _Watched(HTTPAdapter):
    """Sends through the proxy alone, and notes how each request ended.

    `requests` makes its adapters from a name in its module, so every session of every plugin has
    this one.
    """

    steps: list[dict[str, Any]]
    proxies: dict[str, str]
    trusted: str

    @override
    def send(
        self, request: requests.PreparedRequest, *_args: Any, **_kwargs: Any
    ) -> requests.Response:
        """The answer. What plugins ask for beside the request is not heard."""
        request.headers["Connection"] = "close"
        request.headers.pop("Transfer-Encoding", None)
        step: dict[str, Any] = {}
        self.steps.append(step)
        try:
            response = super().send(
                request, timeout=_TIMEOUTS, verify=self.trusted, proxies=self.proxies
            )
        except Exception as error:
            # An error of TLS may come after the request; a certificate is looked at before it.
            is_unsent = "CERTIFICATE_VERIFY_FAILED" in str(error)
            step |= {"error": type(error).__name__, "unsent": is_unsent}
            raise
        step["status"] = response.status_code
        step["retry_after"] = response.headers.get("Retry-After", "")[:100]
        return response


class _Said(logging.Handler):
    """Keeps the last warning."""

    text = ""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.text = record.getMessage()[:500]


def _confine(proxy: tuple[str, int], readable: tuple[str, ...]) -> None:
    """Whatever is not needed to send a message raises from now on; there is no way back."""

    def check(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            if args[1][:2] != proxy:
                raise PermissionError("no connection but to the proxy")
        elif event == "socket.getaddrinfo":
            if args[0] != proxy[0]:
                raise PermissionError("no name is looked up here")
        elif event == "open":
            path, _, flags = args
            if isinstance(path, int):
                return
            is_own = os.path.normpath(os.fsdecode(path)).startswith(readable)
            if flags & _WRITES or not is_own:
                raise PermissionError("no file is opened here")
        elif event in _FORBIDDEN:
            raise PermissionError(event)

    sys.addaudithook(check)


def _deliver(task: dict[str, Any], said: _Said) -> dict[str, Any]:
    asset = apprise.AppriseAsset(
        app_id="Rondel",
        app_desc="Rondel",
        async_mode=False,
        http_redirects=False,
        interpret_emojis=False,
        storage_mode=PersistentStoreMode.MEMORY,
        service_timeout=0,
        allow_templates=False,
    )
    _Watched.steps = []
    said.text = ""
    service = apprise.Apprise.instantiate(task["url"], asset=asset)
    if service is None:
        return {"unusable": True}
    service.request_rate_per_sec = 0  # the wait between requests would be longer than there is time
    if service.overflow_mode == OverflowMode.UPSTREAM:  # what is too long would be refused
        service.overflow_mode = OverflowMode.SPLIT
    service.redirects = False  # whatever its URL says
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    sent = sender.notify(
        title=task["title"], body=task["body"], body_format=apprise.NotifyFormat.TEXT
    )
    return {"sent": bool(sent), "steps": _Watched.steps, "said": said.text}


def _warm() -> None:
    """What is imported with the first message is there."""
    mimetypes.init()
    apprise.Apprise.instantiate("json://127.0.0.1")


def main() -> None:
    """Serves until the other side closes its end."""
    config = json.loads(sys.stdin.readline())
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a plugin prints is no answer
    resource.setrlimit(resource.RLIMIT_AS, (_LARGEST_MEMORY, _LARGEST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    trusted = config["trusted"] or DEFAULT_CA_BUNDLE_PATH
    _Watched.proxies = {"http": config["proxy"], "https": config["proxy"]}
    _Watched.trusted = trusted
    vars(requests.sessions)["HTTPAdapter"] = _Watched
    said = _Said(logging.WARNING)
    logger = logging.getLogger("apprise")
    logger.addHandler(said)
    logger.propagate = False
    _warm()
    proxy = urlsplit(config["proxy"])
    roots = (f"{sys.prefix}/", f"{sys.base_prefix}/", DEFAULT_CA_BUNDLE_PATH, trusted)
    _confine((str(proxy.hostname), int(proxy.port or 0)), (*roots, "/usr/share/zoneinfo/"))
    socket.setdefaulttimeout(_TIMEOUTS[1])
    answers.write('{"ready": true}\n')
    answers.flush()
    for line in sys.stdin:
        try:
            answer = _deliver(json.loads(line), said)
        except Exception as error:  # noqa: BLE001 - of a plugin; the parent is told
            answer = {"sent": False, "steps": _Watched.steps, "crashed": type(error).__name__}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
