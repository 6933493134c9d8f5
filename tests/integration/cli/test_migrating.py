"""`rondel migrate` of an older version, on what a newer one has left."""

import asyncpg

from shared.db.migrate import current_revision, head_revision
from tests.integration.cli.conftest import Rondel
from tests.services.postgres import empty_database


async def test_a_schema_of_a_newer_version_is_left_as_it_is(postgres_url, tmp_path):
    command = Rondel(tmp_path)
    async with empty_database(postgres_url) as url:
        assert command("migrate", DATABASE_URL=url).returncode == 0
        connection = await asyncpg.connect(url)
        try:
            await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        finally:
            await connection.close()
        refused = command("migrate", DATABASE_URL=url)
        assert refused.returncode == 1
        assert "is at 9999, which this version does not know" in refused.stderr
        assert f"newest is {head_revision()}" in refused.stderr
        assert "kubectl rollout undo" in refused.stderr
        assert "Traceback" not in refused.stderr
        assert await current_revision(url) == "9999"
        assert command("migrate", "--current", DATABASE_URL=url).returncode == 0
