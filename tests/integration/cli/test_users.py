"""`rondel users` on a real database: accounts are made, seen, disabled, lowered and erased."""

import asyncio
import json
from uuid import uuid4

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from api.passwords import Passwords
from cli.main import app
from shared.core.account_links import AccountLinks
from tests.factories.users import make_user

USAGE = 2
PASSWORD = "four quiet brass owls"
SECRET = "s" * 40
SERVER = {"RONDEL_AUTH__SECRET": SECRET, "RONDEL_PUBLIC_URL": "https://tasks.example.com"}


@pytest.fixture
def email():
    return f"{uuid4().hex}@example.com"


@pytest.fixture
def users(database_url):
    """`rondel users ...`, in a thread of this process: it has a loop of its own."""

    async def run(*arguments, given="", **environment):
        env = {"COLUMNS": "300", "NO_COLOR": "1", "DATABASE_URL": database_url, **environment}
        runner = CliRunner(env=env)
        return await asyncio.to_thread(runner.invoke, app, ["users", *arguments], given)

    return run


async def shown(users, email):
    answer = await users("show", email, "--json")
    assert answer.exit_code == 0, answer.stderr
    return json.loads(answer.stdout)


async def ask(database, statement, **values):
    async with database.read() as connection:
        return (await connection.execute(text(statement), values)).all()


async def test_the_first_admin_of_a_server_is_made_here(users, database, email):
    done = await users("add", email, "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.stderr
    account = await shown(users, email.upper())
    assert (account["role"], account["has_password"]) == ("admin", True)
    assert account["email_verified_at"]
    [row] = await ask(database, "SELECT password_hash FROM users WHERE email = :e", e=email)
    passwords = Passwords()
    assert (await passwords.check(row[0], PASSWORD)).is_right
    passwords.close()
    again = await users("add", email, "--password-stdin", given=f"{PASSWORD}\n")
    assert (again.exit_code, "has an account already" in again.stderr) == (1, True)


async def test_a_link_to_set_the_password_is_printed(users, email):
    refused = await users("add", email, "--link")
    assert (refused.exit_code, "RONDEL_AUTH__SECRET" in refused.stderr) == (USAGE, True)
    assert (await users("show", email)).exit_code == 1  # nothing was made
    done = await users("add", email, "--link", **SERVER)
    assert done.exit_code == 0, done.stderr
    url = done.stdout.strip()
    assert url.startswith("https://tasks.example.com/a/")
    assert AccountLinks([SECRET]).read(url.rpartition("/")[2]) is not None
    assert (await shown(users, email))["has_password"] is False
    again = await users("reset-password", email, "--link", **SERVER)
    assert again.stdout.strip() not in {"", url}
    mailed = await users("reset-password", email)
    assert (mailed.exit_code, "on its way" in mailed.stdout) == (0, True)


@pytest.mark.parametrize("password", ["short", "password123", "qwertyuiop"])
async def test_a_password_that_everybody_guesses_is_refused(users, email, password):
    done = await users("add", email, "--password-stdin", given=f"{password}\n")
    assert done.exit_code == 1
    assert (await users("show", email)).exit_code == 1


async def test_an_account_is_disabled_enabled_and_erased(users, database, email):
    owner = await make_user(database, email=email, name="[red]Bob[/red]")
    done = await users("disable", email, "--reason", "Left the club")
    assert (done.exit_code, "0 devices were signed out" in done.stdout) == (0, True)
    again = await users("disable", email, "--reason", "Left the club")
    assert (again.exit_code, "disabled already" in again.stderr) == (1, True)
    listed = await users("list", "--disabled", "--query", email[:20])
    assert "[red]Bob[/red]" in listed.stdout
    assert "disabled on" in listed.stdout
    assert (await users("enable", email, "--reason", "Came back")).exit_code == 0
    assert (await users("sign-out", email)).exit_code == 0
    factor = await users("reset-factor", email, "--reason", "Lost the telephone")
    assert (factor.exit_code, "no second factor" in factor.stderr) == (1, True)
    kept = await users("erase", email, "--reason", "Asked for it")
    assert (kept.exit_code, "add --yes" in kept.stderr) == (2, True)
    assert (await shown(users, email))["id"] == str(owner.user_id)
    assert (await users("erase", email, "--reason", "Asked for it", "--yes")).exit_code == 0
    assert (await users("show", email)).exit_code == 1
    acts = await ask(
        database,
        "SELECT action, reason FROM audit_entries WHERE target = :id AND action LIKE 'user.%' "
        "ORDER BY id",
        id=str(owner.user_id),
    )
    assert [tuple(each) for each in acts] == [
        ("user.disabled", "Left the club"),
        ("user.enabled", "Came back"),
        ("user.signed_out", None),
        ("user.erased", "Asked for it"),
    ]


async def test_the_last_admin_stays_one(users, database, email):
    async with database.statement() as connection:
        await connection.execute(text("UPDATE users SET role = 'user' WHERE role = 'admin'"))
    await make_user(database, email=email)
    assert (await users("role", email, "admin")).exit_code == 0
    for arguments in (
        ("role", email, "user"),
        ("disable", email, "--reason", "r"),
        ("erase", email, "--reason", "r", "--yes"),
    ):
        refused = await users(*arguments)
        assert (refused.exit_code, "last administrator" in refused.stderr) == (1, True)
    assert (await shown(users, email))["role"] == "admin"


async def test_somebody_is_invited(users, database, email):
    async with database.statement() as connection:
        await connection.execute(text("UPDATE users SET role = 'user' WHERE role = 'admin'"))
    printed = await users("invite", **SERVER)
    assert printed.stdout.startswith("https://tasks.example.com/a/")
    lonely = await users("invite", email, "--mail")
    assert (lonely.exit_code, "there is none" in lonely.stderr) == (1, True)
    admin = f"a-{email}"
    await make_user(database, email=admin)
    assert (await users("role", admin, "admin")).exit_code == 0
    mailed = await users("invite", email, "--mail")
    assert (mailed.exit_code, "on its way" in mailed.stdout) == (0, True)
    nobody = await users("invite", "--mail")
    assert (nobody.exit_code, "needs an address" in nobody.stderr) == (USAGE, True)
    taken = await users("invite", admin, **SERVER)
    assert (taken.exit_code, "has an account already" in taken.stderr) == (1, True)
    found = await ask(database, "SELECT is_mailed FROM invitations WHERE email = :e", e=email)
    assert [row[0] for row in found] == [True]


@pytest.mark.parametrize(
    "arguments",
    [
        ("role", "x@example.com", "king"),
        ("add", "no address", "--link"),
        ("add", "x@example.com", "--role", "king", "--link"),
        ("list", "--role", "king"),
        ("disable", "x@example.com"),
    ],
)
async def test_what_makes_no_sense_is_refused(users, arguments):
    assert (await users(*arguments)).exit_code in {1, USAGE}
    assert (await users(arguments[0], "--help")).exit_code == 0
