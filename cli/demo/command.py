"""The command around the story: progress for people, JSON for scripts, an exit code for both."""

import asyncio
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.markup import escape

from cli.consoles import print_document
from cli.demo.story import DemoFailed, Reminded, Roll, Story
from cli.embedded.state import running_stack
from shared.core.clock import SystemClock


def demo(
    url: Annotated[str, typer.Option(help="Address of the API")] = "",
    mail_url: Annotated[str, typer.Option(help="Address of the mail sink's page")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document")] = False,
) -> None:
    """Show the main job on the running system: tasks, a reminder on the second, a next occurrence.

    Everything goes through the public API. Exits with 1 if anything did not happen.
    """
    console = Console(stderr=as_json, soft_wrap=True)
    running = running_stack()
    if not url and running and all(service.name != "api" for service in running.services):
        console.print(
            "Only the services run here, not the API. "
            "Start it with: [bold]rondel dev --stop && rondel dev[/]"
        )
        raise typer.Exit(1)
    api = url or (running.url if running else "")
    sink = mail_url or (running.mail if running and running.url == api else None)
    if not api:
        console.print("Rondel does not run here. Start it with [bold]rondel dev[/], or give --url.")
        raise typer.Exit(1)
    try:
        report = asyncio.run(_run(api, sink, console))
    except (DemoFailed, httpx.HTTPError) as error:
        console.print(f"[red]The demo failed:[/] {escape(str(error))}")
        raise typer.Exit(1) from error
    if as_json:
        print_document(report)


async def _run(url: str, mail_url: str | None, console: Console) -> dict[str, Any]:
    async with httpx.AsyncClient(base_url=url, timeout=15) as client:
        story = Story(client, mail_url, SystemClock())
        console.print(f"Rondel at [bold]{url}[/]")
        await story.sign_up()
        console.print(f"  account   {story.account.email}  password {story.account.password}")
        titles = [title async for title in story.make_tasks()]
        console.print(f"  tasks     {len(titles)} made, among them {', '.join(titles[:3])}")
        reminded = await story.be_reminded()
        console.print(f"  reminder  {_words(reminded)}")
        roll = await story.complete_one()
        console.print(
            f"  series    “{roll.title}” of {roll.completed} done; "
            f"next {roll.following}, seen live after {roll.delay_ms:.0f} ms"
        )
        console.print("[green]All of it happened.[/]")
        return _report(story, titles, reminded, roll)


def _words(reminded: Reminded) -> str:
    late = f"{reminded.lateness_ms:.0f} ms after its time"
    if reminded.is_seen:
        return f"“{reminded.title}” arrived {late}"
    return (
        f"the mail server took “{reminded.title}” {late}, says its delivery receipt; "
        "whether it arrived cannot be seen from here, as no mail sink is known (--mail-url)"
    )


def _report(story: Story, titles: list[str], reminded: Reminded, roll: Roll) -> dict[str, Any]:
    return {
        "email": story.account.email,
        "password": story.account.password,
        "tasks": len(titles),
        "reminder": {
            "subject" if reminded.is_seen else "title": reminded.title,
            "lateness_ms": round(reminded.lateness_ms, 3),
            "seen_by": "mail" if reminded.is_seen else "receipt",
        },
        "series": {
            "title": roll.title,
            "completed": roll.completed,
            "next": roll.following,
            "delay_ms": round(roll.delay_ms, 3),
        },
    }
