"""Set environment variables for a while."""

import os
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def environment(**values: str) -> Generator[None]:
    """Set variables, and put them back as they were at the end."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
