"""`rondel login`, `rondel logout`, and whose word counts: options, environment, what is stored."""

import asyncio

import httpx

from cli.refusals import refusal_of
from tests.integration.cli.people import PASSWORD, new_person
from tests.integration.cli.terminals import at_a_terminal

NOTHING = {"RONDEL_URL": "", "RONDEL_TOKEN": ""}


def credentials(person):
    return person.folder / "config" / "rondel" / "credentials.json"


async def test_a_token_is_tried_stored_for_its_owner_alone_and_used(ada, url):
    said = await ada("login", "--url", url + "/", "--token", ada.token, **NOTHING)
    assert said == f"Logged in to {url} as {ada.email}.\n"
    file = credentials(ada)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert await ada("today", **NOTHING) == "Nothing is due today.\n"
    target = ada.folder / "out.csv"
    assert "Give --email" not in await ada("export", "-o", target, code=1, RONDEL_URL="http://a b")
    assert "Forgotten." in await ada("logout", **NOTHING)
    assert not list(file.parent.iterdir())
    assert "No Rondel is known." in await ada("today", code=1, **NOTHING)
    assert await ada("logout") == "Nobody was logged in.\n"


async def test_a_token_comes_from_standard_input_and_never_out_again(ada, url):
    found = await ada.json("login", "--url", url, stdin=f"{ada.token}\n", **NOTHING)
    assert found == {"url": url, "email": ada.email, "file": str(credentials(ada))}


async def test_a_token_that_is_refused_is_not_stored(ada, url):
    said = await ada("login", "--url", url, "--token", "rondel_api_wrong", code=1, **NOTHING)
    assert "POST /api/me/tokens" in said
    assert "There is no token." in await ada("login", "--url", url, code=2, **NOTHING)
    assert "It is not said which server." in await ada("login", code=2, **NOTHING)
    assert "no address of an API" in await ada("login", "--url", "nowhere", code=1, **NOTHING)
    writes = await ada.new_token("tasks:write")
    said = await ada("login", "--url", url, "--token", writes, code=1, **NOTHING)
    assert "Settings → API tokens" in said
    assert "(read, tasks:write)" in said
    assert not credentials(ada).exists()


async def test_options_beat_the_environment_which_beats_what_is_stored(ada, url, tmp_path):
    await ada("login", "--url", url, "--token", ada.token, **NOTHING)
    await ada.add("Ada's")
    async with new_person(url, tmp_path) as bob:
        await bob.add("Bob's")
        stored = await ada("list", **NOTHING)
        environment = await ada("list", RONDEL_URL="", RONDEL_TOKEN=bob.token)
        option = await ada("list", "--token", ada.token, RONDEL_URL="", RONDEL_TOKEN=bob.token)
    assert "Ada's" in stored
    assert "Bob's" in environment
    assert "Ada's" in option


async def test_a_password_is_enough_to_have_a_token_made(ada, url):
    named = ("--url", url, "--email", ada.email)
    said = await ada("login", *named, "--password", PASSWORD, **NOTHING)
    assert said == f"Logged in to {url} as {ada.email}.\n"
    assert await ada("today", **NOTHING) == "Nothing is due today.\n"
    _, made = (await ada.get("/api/me/tokens"))["items"]
    assert made["name"].startswith("rondel login on ")
    assert set(made["scopes"]) == {"read", "tasks:write", "mcp"}
    said = await ada("login", *named, "--password", "wrong", code=1, **NOTHING)
    assert "Correct --email and --password" in said


async def test_a_person_is_asked_unseen_for_the_password(ada, url):
    environment = {**ada.environment, **NOTHING}
    typed = {f"Password of {ada.email}: ": PASSWORD}
    arguments = ("login", "--url", url, "--email", ada.email)
    said, code = await asyncio.to_thread(at_a_terminal, environment, typed, *arguments)
    assert code == 0, said
    assert PASSWORD not in said
    assert f"Logged in to {url} as {ada.email}." in said


def test_who_has_a_second_factor_is_sent_to_the_web_app():
    problem = {"code": "auth.second_factor_needed", "title": "Send a code", "detail": "It is on."}
    refusal = refusal_of(httpx.Response(401, json=problem))
    assert "Settings → API tokens, at /settings/tokens" in refusal.way_out


async def test_a_stored_token_goes_to_no_other_server(ada, url):
    await ada("login", "--url", url, "--token", ada.token, **NOTHING)
    other = url.replace("127.0.0.1", "localhost")
    said = await ada("today", "--url", other, code=1, **NOTHING)
    assert "You are not logged in." in said
    assert "rondel login --email" in said
    assert f"{other}/settings/tokens" in said


async def test_import_and_export_use_what_is_stored(ada, url):
    await ada("login", "--url", url, "--token", ada.token, **NOTHING)
    target = ada.folder / "out"
    said = await ada("export", "-o", target, "--format", "abc", code=1, **NOTHING)
    assert "Name one of these with --format." in said


async def test_a_token_of_a_sign_in_is_taken_with_a_warning(ada, url):
    session = await ada.post("/api/auth/sign-in", email=ada.email, password=PASSWORD)
    done = await ada.run("login", "--url", url, "--token", session["access_token"], **NOTHING)
    assert done.exit_code == 0
    assert "ends soon" in done.stderr


async def test_a_broken_file_is_named_and_replaced(ada, url):
    file = credentials(ada)
    file.parent.mkdir(parents=True)
    file.write_text("{}")
    assert str(file) in await ada("today", code=1, **NOTHING)
    await ada("login", "--url", url, "--token", ada.token, **NOTHING)
    assert await ada("today", **NOTHING) == "Nothing is due today.\n"


async def test_a_person_is_asked_for_the_address_and_unseen_for_the_token(ada, url):
    environment = {**ada.environment, **NOTHING}
    typed = {"Address of the server": url, f"API token for {url}: ": ada.token}
    said, code = await asyncio.to_thread(at_a_terminal, environment, typed, "login")
    assert code == 0, said
    assert "Address of the server" in said
    assert ada.token not in said
    assert f"Logged in to {url} as {ada.email}." in said
    typed = {"Address of the server": "", f"API token for {url}: ": ada.token}
    said, code = await asyncio.to_thread(at_a_terminal, environment, typed, "login")
    assert code == 0, said
    assert f"Address of the server [{url}]" in said


async def test_a_token_that_leaves_the_machine_in_the_clear_is_warned_of(ada, url):
    elsewhere = url.replace("127.0.0.1", "0.0.0.0")
    done = await ada.run("login", "--url", elsewhere, "--token", ada.token, **NOTHING)
    assert done.exit_code == 0, done.output
    assert "use https://" in done.stderr
    assert (await ada.run("login", "--url", url, "--token", ada.token, **NOTHING)).stderr == ""
