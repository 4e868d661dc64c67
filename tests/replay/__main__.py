"""Run the replay server by hand, or apart from what is measured: `python -m tests.replay` until its input ends."""

import argparse
import sys

from tests.replay.figures import shipped
from tests.replay.server import ReplayServer


def main() -> None:
    """Serve until standard input is closed; the first line that is printed is the address."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--others", type=int, default=2, help="economies beyond the catalogue's, with invented figures")
    parser.add_argument("--copies", type=int, default=1, help="how often the World Bank has each series, as CODE.2...")
    asked = parser.parse_args()
    with ReplayServer(shipped(asked.others, asked.copies)) as replay:
        replay.latency = asked.latency
        print(replay.url, flush=True)  # noqa: T201 - this is how the address is told
        for name, value in replay.environment.items():
            print(f"{name}={value}", flush=True)  # noqa: T201
        sys.stdin.read()


if __name__ == "__main__":
    main()
