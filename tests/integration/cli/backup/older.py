"""A PostgreSQL of an older version than the embedded one, where Debian or Ubuntu brings one."""

import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from cli.embedded.accounts import admit, service_account
from cli.embedded.ports import HOST
from cli.embedded.postgres import NAME, Postgres
from cli.embedded.processes import Command

OLDER = [
    folder
    for folder in sorted(Path("/usr/lib/postgresql").glob("1[56]/bin"))
    if (folder / "postgres").exists()
]
"""Folders with the programs of such servers."""


@dataclass(kw_only=True)
class OlderPostgres(Postgres):
    """A server of the programs in that folder."""

    programs: Path

    @override
    def prepare(self) -> None:
        self.ensure_password()
        user, password = service_account(), self.state_dir / "password"
        self.data.mkdir(mode=0o700)
        if user is not None:
            admit(self.state_dir)
            shutil.chown(self.data, user)
            shutil.chown(password, user)
        initdb = [str(self.programs / "initdb"), f"--pgdata={self.data}", f"--username={NAME}"]
        initdb += [f"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
        done = Command([*initdb, "--no-sync"], user=user).run(timeout_seconds=120)
        assert done.returncode == 0, done.stdout

    @override
    def command(self) -> Command:
        argv = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for setting in (f"listen_addresses={HOST}", "unix_socket_directories=", "fsync=off"):
            argv += ["-c", setting]
        return Command(argv, user=service_account(), death_signal=signal.SIGINT)
