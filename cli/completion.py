"""`rondel completion`: a script for a shell, which asks `rondel` what fits while one types."""

from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import get_completion_script  # type: ignore[attr-defined]  # it has no __all__

_NAME = "rondel"


class Shell(StrEnum):
    """Shells that can be completed in."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(shell: Annotated[Shell, typer.Argument(help="Whose script")]) -> None:
    """Print a script that makes a shell complete commands, options and tasks.

    Put one of these where your shell reads its settings:

    ~/.bashrc: source <(rondel completion bash) ·
    ~/.zshrc, after compinit: source <(rondel completion zsh) ·
    ~/.config/fish/config.fish: rondel completion fish | source
    """
    script = get_completion_script(
        prog_name=_NAME, complete_var=f"_{_NAME.upper()}_COMPLETE", shell=shell.value
    )
    typer.echo(script)
