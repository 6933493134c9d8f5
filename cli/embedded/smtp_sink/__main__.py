"""python -m cli.embedded.smtp_sink --port 1025 --http-port 1080 --dir FOLDER."""

import argparse
import asyncio
import logging
import signal
from pathlib import Path

import uvicorn
import uvloop

from cli.embedded.ports import HOST
from cli.embedded.smtp_sink.protocol import MAX_MAIL_BYTES, SinkHandler, SinkProtocol
from cli.embedded.smtp_sink.store import MailStore
from cli.embedded.smtp_sink.web import create_app
from shared.core.clock import SystemClock


async def serve(port: int, http_port: int, folder: Path) -> None:
    """Serve until a signal to stop arrives; both ports are closed then."""
    store = MailStore(folder)
    handler = SinkHandler(store, SystemClock())
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(
        lambda: SinkProtocol(
            handler,
            hostname="localhost",
            ident="Rondel mail sink",
            data_size_limit=MAX_MAIL_BYTES,
            enable_SMTPUTF8=True,
            loop=loop,
        ),
        HOST,
        port,
    )
    web = uvicorn.Config(
        create_app(store),
        host=HOST,
        port=http_port,
        access_log=False,
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    async with smtp:
        await uvicorn.Server(web).serve()
    store.close()


def main() -> None:
    """Serve with the arguments of the command line."""
    parser = argparse.ArgumentParser(description="Keeps and shows every mail it is given.")
    parser.add_argument("--port", type=int, required=True, help="SMTP port")
    parser.add_argument("--http-port", type=int, required=True, help="port of the page and JSON")
    parser.add_argument("--dir", type=Path, required=True, help="folder for the mails")
    arguments = parser.parse_args()
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd would log each command
    for signum in (signal.SIGTERM, signal.SIGINT):
        # uvicorn stops at these and then raises them again for whoever handled them before.
        signal.signal(signum, lambda _signum, _frame: None)
    uvloop.run(serve(arguments.port, arguments.http_port, arguments.dir))


if __name__ == "__main__":
    main()
