"""A line between a browser and a server that can be long, be cut, or lead to another server: a proxy on loopback."""

import asyncio
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Final

_PIECE: Final = 1 << 16
_MOMENT_SECONDS: Final = 0.2


class Line:
    """A port that leads to a server: each way takes `delay_seconds`, and nothing comes through while it is cut.

    A cut line is silent, as after a walk out of reach: nobody is told, and what is said meanwhile is lost for good.
    """

    def __init__(self, port: int) -> None:
        self.port, self.delay_seconds = 0, 0.0
        self._is_cut, self._cuts = False, 0
        self._target, self._open = port, set[asyncio.StreamWriter]()
        self._loop = asyncio.new_event_loop()

    @property
    def is_cut(self) -> bool:
        """Tell whether nothing comes through."""
        return self._is_cut

    @is_cut.setter
    def is_cut(self, is_cut: bool) -> None:
        # however short it is, every connection of before is dead after it
        self._cuts += is_cut
        self._is_cut = is_cut

    def drop(self) -> None:
        """Close every connection; both sides notice."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in self._open])

    def lead_to(self, port: int) -> None:
        """Lead every connection from now on to another port; those that there are stay where they are."""
        self._target = port

    async def serve(self, ready: threading.Event) -> None:
        """Take connections until the loop is stopped."""
        server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = int(server.sockets[0].getsockname()[1])
        ready.set()
        await server.serve_forever()

    def run(self, ready: threading.Event) -> None:
        """Serve in the thread that calls."""
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self.serve(ready))
        if left := asyncio.all_tasks(self._loop):
            # of none, there would be no telling which loop they wait in
            self._loop.run_until_complete(asyncio.wait(left))
        self._loop.close()

    def stop(self) -> None:
        """End serving."""
        self._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(self._loop)])

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.is_cut:
                raise ConnectionError
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, far_writer}
        # what serves it asks how it ended, and takes a call to end for a fault
        with suppress(asyncio.CancelledError):
            await asyncio.gather(self._carry(reader, far_writer, writer), self._carry(far_reader, writer, far_writer))
        self._open -= {writer, far_writer}

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        """Carry one way, in order and each piece late, until one side ends; `back` leads to who speaks.

        Who spoke since the line was cut learns afterwards that there is no such connection, who is silent nothing.
        """
        pieces = asyncio.Queue[tuple[float, bytes]]()
        late = asyncio.create_task(self._deliver(pieces, writer))
        begun, was_cut, spoke = self._cuts, False, False
        while (piece := await _read(reader)) != b"":
            was_cut = self._cuts > begun
            spoke = was_cut and (spoke or piece is not None)
            if spoke and not self.is_cut:
                back.transport.abort()
                break
            if piece and not was_cut:
                pieces.put_nowait((self._loop.time() + self.delay_seconds, piece))
        if was_cut:
            late.cancel()
        else:
            pieces.put_nowait((self._loop.time() + self.delay_seconds, b""))
            await late

    async def _deliver(self, pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(due - self._loop.time())
                if not piece:
                    break
                writer.write(piece)
                await writer.drain()
        writer.close()


async def _read(reader: asyncio.StreamReader) -> bytes | None:
    """Return what is said next, None for a moment's silence, b"" at the end."""
    try:
        return await asyncio.wait_for(reader.read(_PIECE), _MOMENT_SECONDS)
    except TimeoutError:
        return None
    except OSError:
        return b""


@contextmanager
def line_to(port: int) -> Generator[Line]:
    """Lead a line to a port until the context ends."""
    line, ready = Line(port), threading.Event()
    thread = threading.Thread(target=line.run, args=(ready,), daemon=True)
    thread.start()
    ready.wait()
    yield line
    line.stop()
    thread.join()
