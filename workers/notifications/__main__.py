"""`python -m workers.notifications`."""

import sys

from workers.notifications.spec import SPEC
from workers.runtime.app import run_worker

if __name__ == "__main__":
    sys.exit(run_worker(SPEC))
