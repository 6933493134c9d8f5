"""Who talks to the assistant, as the database knows them."""

from api.assistant.task_words import Person
from shared.commands.changing import account_gone
from shared.commands.plain_words import MOST_PROJECTS
from shared.core.principal import Principal
from shared.db.repositories.projects import project_names
from shared.db.repositories.users import find_user
from shared.db.session import Database
from shared.domain.zones import load_zone


async def read_person(db: Database, principal: Principal, zone: str | None = None) -> Person:
    """The person, as they are told of times: in `zone`, or in that of their account.

    Raises:
        InvalidInput: there is no such zone.
        Unauthenticated: the account is gone.
    """
    if zone is not None:
        load_zone(zone, pointer="/zone")
    async with db.read() as connection:
        user = await find_user(connection, principal.user_id)
        if user is None:
            raise account_gone()
        projects = await project_names(connection, user.id, MOST_PROJECTS)
    return Person(
        user_id=user.id,
        zone=zone or user.zone,
        now=db.clock.now(),
        clock=user.time_format,
        week_start=user.week_start,
        projects={str(id_): name for id_, name in projects.items()},
    )
