"""`rondel channels`: the channels of all accounts, from the server's side (docs/channels.md)."""

import typer

from cli.target import WRONG_USE, run_on_database
from shared.commands.channels import reseal_all
from shared.core.sealing import NoSecretsKey, Sealer
from shared.core.settings import SecretsKey, Settings, read_settings

app = typer.Typer(
    help="Channels.", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


class _KeySettings(Settings):
    secrets_key: SecretsKey = None


@app.callback()
def _channels() -> None:
    """Channels of all accounts."""


@app.command()
def reseal() -> None:
    """Encrypt the settings of every channel and webhook with the first of RONDEL_SECRETS_KEY."""
    try:
        done = run_on_database(
            lambda db: reseal_all(db, Sealer.of(read_settings(_KeySettings).secrets_key))
        )
    except NoSecretsKey as error:
        typer.echo(f"{error}.", err=True)
        raise typer.Exit(WRONG_USE) from error
    typer.echo(f"{done.sealed} channels and webhooks are under the first key.")
    if done.unreadable:
        typer.echo(f"{len(done.unreadable)} open with none of the keys:", err=True)
        for channel_id in done.unreadable:
            typer.echo(f"  {channel_id}", err=True)
        raise typer.Exit(1)
