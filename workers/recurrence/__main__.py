"""`python -m workers.recurrence`."""

import sys

from workers.recurrence.spec import SPEC
from workers.runtime.app import run_worker

if __name__ == "__main__":
    sys.exit(run_worker(SPEC))
