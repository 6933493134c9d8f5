"""Becomes another program that dies with its parent. Standard library only; see processes.py.

python -I -S launch.py --parent=PID --death-signal=9 --nice=0 [--user=NAME] -- PROGRAM ARGUMENT...
"""

import argparse
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def _become(user: str) -> None:
    import pwd  # noqa: PLC0415 - exists on POSIX only

    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def _die_with(parent: int, signum: int) -> None:
    """Ask the kernel for `signum` when the parent dies; elsewhere the next start cleans up."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signum, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:  # it died before we asked
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    """Replace this process by the program; does not return."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death-signal", type=int, required=True)
    parser.add_argument("--nice", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    if arguments.nice:
        os.nice(arguments.nice)
    if arguments.user:
        _become(arguments.user)  # before the death signal: a change of user clears it
    _die_with(arguments.parent, arguments.death_signal)
    os.execv(arguments.program[0], arguments.program)  # noqa: S606 - no shell is the point


if __name__ == "__main__":
    main()
