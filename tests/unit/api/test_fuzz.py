"""Is every request answered, and none as a fault of the server? `make fuzz` asks many more."""

from starlette.testclient import TestClient

from dashboard.catalogue.catalogue import Catalogue
from tests.fuzz.asking import request_faults
from tests.fuzz.drawing import Drawing


def test_no_request_is_a_fault_of_the_server(client: TestClient, catalogue: Catalogue) -> None:
    assert list(request_faults(Drawing(17, catalogue), 60, client)) == []
