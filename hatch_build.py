"""Put into the wheel what stands beside the package in a checkout; an editable install finds it there."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# dashboard/settings.py looks in dashboard/resources first
PACKED = {
    "data": "dashboard/resources/data",
    "docs/methods.md": "dashboard/resources/docs/methods.md",
    "app.py": "dashboard/resources/app.py",
    ".streamlit/config.toml": "dashboard/resources/.streamlit/config.toml",
}


class Resources(BuildHookInterface[Any]):
    """Hatch's hook: called once for each build of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to a build that is to be installed without the checkout."""
        if version != "editable":
            build_data["force_include"].update(PACKED)
