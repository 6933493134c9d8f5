"""How long what is known of PostgreSQL counts."""

from typing import Annotated, Final

from pydantic import Field

TRUSTED_SECONDS: Final = 30.0
"""Unless a setting says otherwise."""

TrustedSeconds = Annotated[
    float,
    Field(
        ge=0,
        description="So long after PostgreSQL answered real work, probes do not ask it. 0 asks at "
        "every probe, once a second at most; for a server that scales to zero choose a day (86400)",
    ),
]
