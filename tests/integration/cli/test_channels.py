"""`rondel channels`: settings under another key, or a clear word why not."""

import subprocess
import sys

import pytest

from cli.embedded.layout import PROJECT
from shared.commands.channels import Vault, create_channel, open_settings
from shared.core.egress import EgressRules
from shared.core.sealing import Sealer
from shared.core.settings import inherited_environment
from shared.db.repositories.channels import find_channels
from tests.factories.users import make_user

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture
def reseal(database_url):
    """The command on the database of this file, with this key."""

    def run(key: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli.main", "channels", "reseal"],
            env=inherited_environment({"DATABASE_URL": database_url, "RONDEL_SECRETS_KEY": key}),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


async def test_channels_are_brought_under_the_new_key(reseal, database):
    owner = await make_user(database)
    vault = Vault(Sealer([OLD]), EgressRules())
    given = {"topic": "garden", "token": "tk_1"}
    made = await create_channel(database, owner, vault, kind="ntfy", name="N", given=given)

    lost = reseal(NEW)
    done = reseal(f"{NEW},{OLD}")

    assert (lost.returncode, str(made.row.id) in lost.stderr) == (1, True)
    said = (
        "1 channels and webhooks are under the first key.\n"
        "0 second factors are under the first key.\n"
    )
    assert (done.returncode, done.stdout) == (0, said)
    async with database.read() as connection:
        stored = (await find_channels(connection, [made.row.id]))[made.row.id]
    assert open_settings(Sealer([NEW]), stored.id, stored.sealed).token == "tk_1"


@pytest.mark.parametrize(
    ("key", "says"), [("", "RONDEL_SECRETS_KEY"), ("changeme", "32 random characters")]
)
def test_no_key_and_a_placeholder_are_wrong_use(reseal, key, says):
    refused = reseal(key)

    assert (refused.returncode, says in refused.stderr) == (2, True)
