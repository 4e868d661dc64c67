"""Do many threads share one warm-up, little memory and a garbage collector left as it was?"""

import gc
import inspect
import threading
from collections.abc import Callable

import pytest

from dashboard.errors import SourceError, SourceMalformed, SourceUnavailable
from dashboard.sources.base import Watch
from dashboard.sources.request import RetryPolicy
from dashboard.sources.world_bank.source import WorldBank
from tests.contract.sources.conftest import Sent
from tests.contract.sources.world_bank.conftest import GROWTH, PEOPLE, RESEARCH, Bank, change_rows, read, wb


def in_threads(count: int, work: Callable[[int], object]) -> list[object]:
    results: list[object] = [None] * count
    barrier = threading.Barrier(count)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except SourceError as exc:
            results[number] = exc

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_eight_threads_from_cold_warm_up_once_and_agree(bank: Bank, source: WorldBank) -> None:
    slow = bank.answer

    def late(path: str, times: int) -> Sent:
        sent = slow(path, times)
        return Sent(sent.body, late=0.2) if "country/all?" in path else sent

    bank.wire.answers = late
    codes = [GROWTH, RESEARCH, PEOPLE]
    answers = in_threads(8, lambda number: len(read(source, codes[number % 3])[0].observations))
    assert answers == [5] * 8
    assert sum("country/all?" in path for path in bank.wire.asked) == 1
    assert "WLD" in wb.economy.aggregates()


def test_threads_that_wait_for_a_warm_up_that_fails_hear_of_one_failure(bank: Bank, source: WorldBank) -> None:
    bank.instead = lambda path, _times: Sent(status=503, late=0.1) if "concepts" in path else None
    failures = in_threads(6, lambda _number: read(source))
    assert all(isinstance(failure, SourceUnavailable) for failure in failures)
    assert len(bank.wire.asked) == 4


def test_two_addresses_in_one_process_do_not_mix(bank: Bank, source: WorldBank, policy: RetryPolicy) -> None:
    other = WorldBank(f"{bank.wire.url}/v9", policy)
    answers = in_threads(6, lambda number: len(read(source if number % 2 else other)[0].observations))
    assert answers == [5] * 6
    assert {path.split("/")[1] for path in bank.data_asked} == {"v2", "v9"}


@pytest.mark.usefixtures("bank")
def test_figures_stay_small_in_memory(source: WorldBank) -> None:
    raw = source.fetch((GROWTH,), Watch())
    column = raw.columns["G"]
    assert len({id(text) for text in column.economy}) == len(set(column.economy))
    assert len(column.value) == 8 < column.answered == 9


def test_pages_are_decoded_while_the_garbage_collector_rests(bank: Bank, source: WorldBank) -> None:
    collected: list[str] = []

    def note(phase: str, _info: object) -> None:
        here = inspect.currentframe()
        assert here is not None
        assert here.f_back is not None
        collected.append(f"{phase} in {here.f_back.f_code.co_name}")

    change_rows(bank, lambda rows: rows * 100)
    gc.callbacks.append(note)
    try:
        with pytest.raises(SourceMalformed, match="more than one row"):
            read(source)
    finally:
        gc.callbacks.remove(note)
    assert not [where for where in collected if where.endswith("raw_decode")]


@pytest.mark.parametrize("body", [b'{"page":1,"pages":1,"per_page":9', None], ids=["broken", "whole"])
def test_the_garbage_collector_is_left_as_it_was(bank: Bank, source: WorldBank, body: bytes | None) -> None:
    if body is not None:
        bank.instead = lambda path, _times: Sent(body) if "/series/" in path else None
    answers = in_threads(4, lambda _number: read(source))
    assert all(isinstance(answer, SourceUnavailable) == (body is not None) for answer in answers)
    assert gc.isenabled()
    gc.disable()
    try:
        in_threads(2, lambda _number: read(source))
        assert not gc.isenabled()
    finally:
        gc.enable()
