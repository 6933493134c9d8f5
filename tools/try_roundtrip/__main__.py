"""Try random accounts: export, deletion and import must give the same account again.

python -m tools.try_roundtrip --rounds 100 --seed 1

Starts a PostgreSQL of its own, or makes a database on the server of --database. Exits with 1 if any
account differs. The same seed makes the same accounts.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from cli.embedded.ports import choose_port
from cli.embedded.postgres import Postgres
from shared.core.settings import DatabaseSettings, LogSettings
from shared.db.engine import create_engine
from shared.db.migrate import upgrade
from shared.db.session import Database
from shared.observability.logging import configure_logging
from tools.try_roundtrip.rounds import Round, StandingClock, try_round

_SHOWN = 10
_WIDTH = 700
_PARTITIONS = 12


def main() -> int:
    """0 if every account came back as it was, else 1."""
    options = _options()
    configure_logging(LogSettings(level="error"), "try_roundtrip")
    with _server(options.database) as url:
        rounds = asyncio.run(_rounds(url, options.seed, options.rounds))
    failed = [each for each in rounds if each.findings]
    records, refused = (sum(getattr(r, name) for r in rounds) for name in ("records", "refused"))
    print(f"seeds {options.seed} to {options.seed + options.rounds - 1}: {records:,} records")
    print(f"{refused:,} commands refused, as they should be")
    print(f"{len(failed):,} of {len(rounds):,} accounts differ")
    for each in failed[:_SHOWN]:
        _show(each)
    return 1 if failed else 0


def _show(each: Round) -> None:
    print(f"\nseed {each.seed}: {len(each.findings)} findings")
    for finding in each.findings[:_SHOWN]:
        print(f"  {finding[:_WIDTH]}")


def _options() -> argparse.Namespace:
    about, *_ = (__doc__ or "").split("\n", 1)
    parser = argparse.ArgumentParser(prog="python -m tools.try_roundtrip", description=about)
    parser.add_argument("--rounds", type=_natural, default=100, help="how many accounts (100)")
    parser.add_argument("--seed", type=int, default=1, help="of the first round (1)")
    parser.add_argument("--database", metavar="URL", help="a PostgreSQL server to work on")
    return parser.parse_args()


def _natural(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one round")
    return number


@contextmanager
def _server(given: str | None) -> Iterator[str]:
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="try-roundtrip-") as folder:
        state = Path(folder)
        server = Postgres(
            state_dir=state / "postgres",
            port=choose_port(),
            log=state / "postgres.log",
            durable=False,
        )
        running = server.start()
        try:
            yield server.url
        finally:
            running.stop()


async def _rounds(server_url: str, seed: int, count: int) -> list[Round]:
    found: list[Round] = []
    async with _database(server_url) as url:
        settings = DatabaseSettings.model_validate({"url": url})
        engine = create_engine(settings, "try_roundtrip")
        clock = StandingClock()
        db = Database(engine, clock, _PARTITIONS)
        for number in range(seed, seed + count):
            found.append(await try_round(db, clock, number))
            print(f"{len(found):,} of {count:,} rounds", file=sys.stderr, end="\r")
        await engine.dispose()
    print(file=sys.stderr)
    return found


@asynccontextmanager
async def _database(server_url: str) -> AsyncIterator[str]:
    """A database with the newest schema; gone afterwards."""
    name = f"roundtrip_{secrets.token_hex(4)}"
    connection = await asyncpg.connect(server_url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        try:
            url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
            await upgrade(url)
            yield url
        finally:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main())
