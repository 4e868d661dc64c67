"""Does the history that docs/write-a-policy-history.md is written around load, as it stands there?"""

import re
from pathlib import Path

from dashboard.catalogue.loading import load_catalogue
from dashboard.settings import DATA

GUIDE = Path(__file__).parents[3] / "docs/write-a-policy-history.md"
BLOCK = re.compile(r"```toml\n(.*?)```", re.DOTALL)


def test_the_example_of_the_guide_is_a_history(tmp_path: Path) -> None:
    folder = tmp_path / "policy/ireland"
    folder.mkdir(parents=True)
    for block in BLOCK.findall(GUIDE.read_text("utf-8")):
        table = re.match(r"\[\[(\w+)\]\]", block)
        file = folder / (f"{table[1]}s.toml" if table else "history.toml")
        file.write_text(block, encoding="utf-8")
    history = load_catalogue(DATA, tmp_path).histories["ireland"]
    assert (len(history.eras), len(history.milestones), len(history.targets)) == (2, 1, 1)
    assert history.introduction
