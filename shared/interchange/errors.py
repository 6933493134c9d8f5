"""What is wrong with a file as a whole."""

from shared.core.errors import InvalidInput


class InterchangeError(InvalidInput):
    """The file cannot be read as what it is said to be; `reason_code` says why."""

    def __init__(self, reason_code: str, message: str) -> None:
        super().__init__("/file", reason_code, message)
