"""`python -m workers.transfers`."""

import sys

from workers.runtime.app import run_worker
from workers.transfers.spec import SPEC

if __name__ == "__main__":
    sys.exit(run_worker(SPEC))
