"""Is one more kind of milestone, a line of the enum, seen on the timeline, in its table, in URLs and in data files?"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from dashboard.settings import PROJECT

MILESTONE = """
[[milestone]]
id = "own-treaty"
date = 2017-01-01
precision = "year"
title = "A treaty"
short_title = "A treaty"
native_title = "条约"
kind = "treaty"
weight = 1
summary = "It was signed."
sources = [{ title = "A book" }]
"""
ASK = """
import json, sys
from pathlib import Path
from dashboard.catalogue.loading import load_catalogue
from dashboard.charts.kind import ChartRequest
from dashboard.charts.timeline import TIMELINE
from dashboard.figures.parts.sheet import Sheet
from dashboard.settings import DATA
from dashboard.views.loading import Loader
from dashboard.views.selection import read_selection
catalogue = load_catalogue(DATA, Path(sys.argv[1]))
reading = read_selection({"events": ["treaty"]}, catalogue)
built = TIMELINE.build(ChartRequest(Loader(None, catalogue), reading.selection))
figure = built.draw("light", Sheet(1280))
marks = [trace["marker"]["symbol"][0] for trace in figure.to_plotly_json()["data"] if trace["name"] == "Treaties"]
lanes = [note.text for note in figure.layout.annotations]
print(json.dumps({
    "problems": [str(problem) for problem in reading.problems],
    "marks": marks,
    "is_named": "<b>Treaties</b>" in lanes,
    "kinds": built.table()["Kind"].tolist(),
    "alt": built.alt,
}))
"""


def test_one_line_makes_a_kind_of_milestone(tmp_path: Path) -> None:
    # with what Python has compiled of it: of what is changed it compiles anew
    shutil.copytree(PROJECT / "dashboard", tmp_path / "dashboard")
    (tmp_path / "data").symlink_to(PROJECT / "data")
    enum = tmp_path / "dashboard/catalogue/policy.py"
    line = '    EXTERNAL = "external"'
    text = enum.read_text(encoding="utf-8")
    assert line in text
    added = f'    TREATY = "treaty", "Treaty", "Treaties", "hexagon"\n{line}'
    enum.write_text(text.replace(line, added, 1), encoding="utf-8")
    folder = tmp_path / "overlay/policy/china"
    folder.mkdir(parents=True)
    (folder / "milestones.toml").write_text(MILESTONE, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(tmp_path / "overlay")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["problems"] == []
    assert found["marks"] == ["hexagon"]
    assert found["is_named"]
    assert found["kinds"] == ["Treaties"]
    assert "treaties 1" in found["alt"]
