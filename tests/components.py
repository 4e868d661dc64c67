"""Ask installed packages for Streamlit's components once, as a server does."""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from unittest.mock import patch

from streamlit.components.v2 import manifest_scanner


@contextmanager
def components_found_once() -> Generator[None]:
    """Let AppTest, which asks every installed package anew in each run, take what was found in the first."""
    with patch.object(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)):
        yield
