"""How the work of a transfer is broken off."""


class Stopped(Exception):
    """The worker stops; the transfer is for the next one."""
