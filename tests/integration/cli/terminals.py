"""The command at a terminal: somebody reads what it asks, and types."""

import os
import pty
import subprocess
import sys

from cli.embedded.layout import PROJECT
from shared.core.settings import inherited_environment

_PIECE = 4_096


def at_a_terminal(environment, answers, *arguments):
    """What it shows, and its exit code, when each question is answered so. It blocks."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", *arguments],
        env=inherited_environment(environment),
        cwd=PROJECT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    said = b""
    with process:
        for question, answer in answers.items():
            asked = len(said)
            while question.encode() not in said[asked:]:
                piece = os.read(process.stdout.fileno(), _PIECE)
                assert piece, said.decode()
                said += piece
            os.write(ours, answer.encode() + b"\n")
        said += process.stdout.read()
    os.close(ours)
    os.close(theirs)
    return said.decode(), process.returncode
