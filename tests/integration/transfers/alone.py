"""A runner as a process of its own, to be killed."""

import asyncio
import sys

from shared.core.clock import SystemClock
from shared.db.engine import create_engine
from shared.db.session import Database
from tests.services.kafka import PARTITIONS
from tests.services.postgres import settings_for
from workers.transfers.runner import Runner


async def main(url: str) -> None:
    """Works until it is killed."""
    engine = create_engine(settings_for(url), "transfers")
    await Runner(Database(engine, SystemClock(), PARTITIONS)).run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
