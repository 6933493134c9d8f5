"""Which class makes which kind of fault."""

from collections.abc import Mapping
from typing import Final

from cli.chaos.faults.clocks import Step
from cli.chaos.faults.fault import Fault
from cli.chaos.faults.mail import Misbehave
from cli.chaos.faults.poison import Poison
from cli.chaos.faults.processes import Freeze, Kill
from cli.chaos.faults.servers import Restart

FAULTS: Final[Mapping[str, Fault]] = {
    "kill": Kill(),
    "freeze": Freeze(),
    "broker": Restart("kafka"),
    "postgres": Restart("postgres"),
    "refuse": Misbehave("refuse"),
    "busy": Misbehave("busy"),
    "reject": Misbehave("reject"),
    "hang": Misbehave("hang"),
    "drop": Misbehave("drop"),
    "clock": Step(),
    "poison": Poison(),
}
