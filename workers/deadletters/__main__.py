"""`python -m workers.deadletters`."""

import sys

from workers.deadletters.spec import SPEC
from workers.runtime.app import run_worker

if __name__ == "__main__":
    sys.exit(run_worker(SPEC))
