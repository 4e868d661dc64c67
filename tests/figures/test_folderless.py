"""Are pictures drawn where no folder can be written?"""

import subprocess
import sys
from pathlib import Path

from dashboard import figures

FONTS = Path(figures.__file__).parent / "fonts"
# a temporary folder cannot be had, and the one that matplotlib would take can be read alone
NOWHERE = """
import os, tempfile
from unittest.mock import patch

def none():
    raise FileNotFoundError("No usable temporary directory found")

tempfile.gettempdir = none
os.environ.update(MPLCONFIGDIR="", XDG_CONFIG_HOME="/proc", XDG_CACHE_HOME="/proc", HOME="/proc")
access = os.access
with patch.object(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode)):
    import dashboard.figures
from dashboard.figures.easel import Writing, text_width
print(text_width("text", Writing(12, "#000")) > 0)
"""


def test_pictures_need_no_folder() -> None:
    told = subprocess.run([sys.executable, "-c", NOWHERE], check=True, capture_output=True, text=True)
    # where the folder could be written after all, a list of fonts is in it now
    for written in FONTS.glob("fontlist*"):
        written.unlink()
    assert told.stdout == "True\n"
