"""infra/grafana/dashboards/*.json, made with Grafana's own builders."""

from collections.abc import Iterator

from grafana_foundation_sdk.cog.encoder import JSONEncoder

from cli.generators.dashboards import components, kafka, overview, recurring, reminders
from cli.generators.dashboards.pages import dashboard_of

PAGES = (overview.PAGE, kafka.PAGE, components.PAGE, recurring.PAGE, reminders.PAGE)


def render() -> Iterator[tuple[str, str]]:
    """Path and text of each dashboard, in the form that Grafana imports and provisions."""
    encoder = JSONEncoder(sort_keys=True, indent=2)
    for page in PAGES:
        name = page.uid.removeprefix("rondel-")
        yield (
            f"infra/grafana/dashboards/{name}.json",
            encoder.encode(dashboard_of(page).build()) + "\n",
        )
