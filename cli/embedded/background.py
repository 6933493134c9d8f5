"""python -m cli.embedded.background: the supervisor of `rondel dev --detach`."""

import argparse
import os
import sys

from rich.console import Console

from cli.dev_view import StackView
from cli.embedded.errors import StackError
from cli.embedded.settings import StackSettings
from cli.embedded.stack import Stack, Wish


def main() -> int:
    """Supervise until told to stop; 1 if the stack did not come up."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--api-port", type=int)
    parser.add_argument("--services-only", action="store_true")
    parser.add_argument("--with-zipkin", action="store_true")
    arguments = parser.parse_args()
    stack = Stack(StackSettings())
    wish = Wish(
        arguments.api_port,
        services_only=arguments.services_only,
        with_zipkin=arguments.with_zipkin,
    )
    code = 0
    try:
        # What starts, ends and is started again stands in supervisor.log.
        stack.supervise(wish, StackView(Console(file=sys.stdout, no_color=True)).show)
    except StackError as error:
        print(f"{error}\n{error.way_out}", file=sys.stderr, flush=True)
        code = 1
    if stack.has_loose_threads:
        os._exit(code)  # a download would keep the process alive for as long as it likes
    return code


if __name__ == "__main__":
    sys.exit(main())
