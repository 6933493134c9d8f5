"""What can keep the embedded stack from running, each with a way out."""


class StackError(Exception):
    """The stack cannot go on; `way_out` says what the person in front of it can do."""

    def __init__(self, message: str, way_out: str) -> None:
        super().__init__(message)
        self.way_out = way_out


class PortTaken(StackError):
    """A port that was asked for by number is in use."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is in use.",
            "Stop the program that listens there, or ask for another port with --port.",
        )


class StateUnwritable(StackError):
    """The state folder cannot be written."""

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(
            f"Cannot write in {path}: {reason}.",
            "Give this user the right to write there, or set RONDEL_STATE_DIR to another folder.",
        )


class DiskFull(StackError):
    """No space is left where the state lives."""

    def __init__(self, path: object, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"The disk of {path} has {free_bytes >> 20} MB free; {needed_bytes >> 20} are needed.",
            "Free some space, or set RONDEL_STATE_DIR to a folder on another disk.",
        )


class DownloadFailed(StackError):
    """A file of the broker could not be fetched, or is not the file that was promised."""


class PlatformUnsupported(StackError):
    """A part of the stack is not made for this machine."""


class ServiceFailed(StackError):
    """A service ended, or did not answer in time, while it was being started."""
