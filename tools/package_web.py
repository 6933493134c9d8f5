"""Puts the built web app into what is packaged: no Node is needed where Rondel is installed.

A hook of hatchling (`[tool.hatch.build.hooks.custom]`). A wheel has the app as `api/web`, where
`api/spa.py` looks first; the source archive has it where it was built, so that a wheel can be made
of the archive. An editable install serves `frontend/dist` as it is, and needs none.
"""

from pathlib import Path
from typing import Any, Final

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from typing_extensions import override

DIST: Final = "frontend/dist"
_IN_WHEEL: Final = "api/web"


class WebAppHook(BuildHookInterface[BuilderConfig]):
    """Runs before each archive is made."""

    @override
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """The app is listed among what goes in; without one the build ends here."""
        if version == "editable":
            return
        if not (Path(self.root) / DIST / "index.html").is_file():
            self.app.abort(
                f"The web app is not built: there is no {DIST}/index.html. Run: make web"
            )
        place = _IN_WHEEL if self.target_name == "wheel" else DIST
        build_data["force_include"][str(Path(self.root) / DIST)] = place
