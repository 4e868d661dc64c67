"""What tests of several rooms share: the shipped figures in a store, a server that is up, providers that answer."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import settings

from dashboard.catalogue import loading
from dashboard.catalogue.catalogue import Catalogue
from dashboard.catalogue.loading import load_catalogue
from dashboard.evidence.evaluation import evaluate
from dashboard.evidence.results import ClaimResult
from dashboard.settings import DATA
from dashboard.store.opening import Cache
from dashboard.views.loading import Loader
from tests.components import components_found_once
from tests.draws import DRAWS_OF_FUZZ, FEW
from tests.replay import ReplayServer
from tests.server import Served, running
from tests.shipped import FirstStart, open_shipped, write_narrow

# no test is a timed one: on a busy machine a single draw may take any time
settings.register_profile("fuzz", deadline=None, max_examples=FEW * DRAWS_OF_FUZZ)
# a gate says the same of the same tree each time; `make fuzz` is where new cases are looked for
settings.register_profile("gate", settings.get_profile("fuzz"), derandomize=True, max_examples=FEW)
settings.load_profile("gate")

_TESTS = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs all figures that are shipped, which takes longer than all others together."""
    for item in items:
        fixtures: list[str] = getattr(item, "fixturenames", [])
        if "first_start" in fixtures or (_TESTS / "data") in item.path.parents:
            item.add_marker(pytest.mark.shipped)


# with (700, 10, 10) a tenth of a worker's time goes into walks over all that shared stores and pages hold
RARE = (5_000, 10, 50)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Spare the garbage collection what stays until the end, while it is gathered and after: all modules, all tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*RARE)
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _installed_components() -> Iterator[None]:
    with components_found_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[Catalogue]:
    """Let commands find the shipped catalogue loaded, as a server does: frozen, and hundreds of them ask for it.

    It asks for no fixture: rooms have a `shipped_catalogue` of their own, and the first test's would be everybody's.
    """
    really, shipped = loading.load_catalogue, load_catalogue(DATA)

    def load(folder: Path, overlay: Path | None = None) -> Catalogue:
        return shipped if (folder, overlay) == (DATA, None) else really(folder, overlay)

    with patch.object(loading, "load_catalogue", load):
        yield shipped


@pytest.fixture(scope="session")
def shipped_catalogue(_loaded_once: Catalogue) -> Catalogue:
    return _loaded_once


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> FirstStart:
    """Give a way to databases that hold what is shipped, each a test's own."""
    return FirstStart(tmp_path_factory, shared=worker_id != "master")


@pytest.fixture(scope="session")
def shipped_url(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> str:
    """Give the URL of the database that `shipped_cache` reads."""
    return first_start.copy(tmp_path_factory.mktemp("shipped") / "eraline.db")


@pytest.fixture(scope="session")
def shipped_cache(shipped_url: str) -> Cache:
    return open_shipped(shipped_url)


@pytest.fixture(scope="session")
def narrow_data(tmp_path_factory: pytest.TempPathFactory, shipped_catalogue: Catalogue) -> Path:
    """Give a folder of all that is shipped, of a few economies: to be read, or copied and spoilt."""
    folder = tmp_path_factory.mktemp("narrow") / "data"
    write_narrow(folder, shipped_catalogue)
    return folder


@pytest.fixture(scope="session")
def shipped_results(shipped_cache: Cache, shipped_catalogue: Catalogue) -> tuple[ClaimResult, ...]:
    """Give what the shipped figures say of the shipped claims."""
    return evaluate(Loader(shipped_cache.store, shipped_catalogue))


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory, first_start: FirstStart) -> Iterator[Callable[..., Served]]:
    """Give a way to start a server with a filled cache of its own; each is stopped when the tests are over."""
    with ExitStack() as stack:

        def start(*options: str, **more: Any) -> Served:  # noqa: ANN401 - whatever `running` takes
            folder = tmp_path_factory.mktemp("server")
            first_start.copy(folder / "eraline.db")
            return stack.enter_context(running(folder, *options, **more))

        yield start


@pytest.fixture(scope="session")
def served(start_server: Callable[..., Served]) -> Served:
    return start_server()


@pytest.fixture(scope="module")
def shared_replay() -> Iterator[ReplayServer]:
    with ReplayServer() as replay:
        yield replay


@pytest.fixture
def replay(shared_replay: ReplayServer) -> ReplayServer:
    """Give a server that nobody has asked anything; tests that change figures start their own."""
    shared_replay.clear_faults()
    shared_replay.requests.clear()
    return shared_replay
