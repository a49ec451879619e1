"""How the chat bears many at once: `python tests/benchmark_chat.py INDEX GOLD.jsonl… --sessions 20 --seconds 60`.

Starts `cli.py serve` over the index (without vectors), opens that many sessions as browsers do, over Streamlit's own
websocket, and has each ask one question of the sets after another.  A question's time is from sending it until the page is
drawn to its end.  Prints questions, errors, median and 95th percentile, processor time of the server a question (opening the
sessions included; what counts on a machine that is busy with other work), and the load of the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import os
import random
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from evaluation.gold import read_gold  # noqa: E402

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Session:
    """One browser, as the server sees it."""

    def __init__(self, port: int) -> None:
        """Of the server on `port`."""
        self._port = port
        self.box = ""  # id of the box that questions are typed into
        self.failures = 0

    async def open(self) -> None:
        """Connect, and have the first screen drawn."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        key = base64.b64encode(os.urandom(16)).decode()
        head = (
            f"GET /_stcore/stream HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: streamlit\r\n\r\n"
        )
        self._writer.write(head.encode())
        answered = await self._reader.readuntil(b"\r\n\r\n")
        assert b" 101 " in answered, answered
        await self.run(BackMsg(rerun_script={}))

    async def ask(self, question: str) -> None:
        """Ask, and wait for the end of the page."""
        state = {"id": self.box, "chat_input_value": {"data": question}}
        await self.run(BackMsg(rerun_script={"widget_states": {"widgets": [state]}}))

    async def run(self, message: BackMsg) -> None:
        """Send, and read until the script has ended."""
        self._send(BINARY, message.SerializeToString())
        while True:
            told = ForwardMsg.FromString(await self._receive())
            kind = told.WhichOneof("type")
            if kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                element = told.delta.new_element
                if element.WhichOneof("type") == "chat_input":
                    self.box = element.chat_input.id
                self.failures += element.WhichOneof("type") == "exception"
                self.failures += element.WhichOneof("type") == "alert" and "程序出错" in element.alert.body
            elif kind == "script_finished" and told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return

    def _send(self, kind: int, body: bytes) -> None:
        size = bytes((len(body) | 0x80,)) if len(body) < 126 else struct.pack("!BH", 126 | 0x80, len(body))
        self._writer.write(bytes((0x80 | kind,)) + size + b"\0\0\0\0" + body)  # masked with zeros: as it is

    async def _receive(self) -> bytes:
        """The next message, whole."""
        whole = b""
        while True:
            first, size = await self._reader.readexactly(2)
            if size == 126:
                (size,) = struct.unpack("!H", await self._reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self._reader.readexactly(8))
            body = await self._reader.readexactly(size)
            kind = first & 15
            if kind == PING:
                self._send(PONG, body)
            elif kind == CLOSE:
                raise ConnectionError("the server closed the session")
            else:
                whole += body
                if first & 0x80:
                    return whole


async def asking(port: int, questions: Iterator[str], until: float, pause: float, times: list[float], wrong: list[str]) -> None:
    """One session that asks one question after another until the time is over."""
    try:
        session = Session(port)
        await session.open()
        while time.monotonic() < until:
            started = time.monotonic()
            await session.ask(next(questions))
            times.append(time.monotonic() - started)
            if pause:
                await asyncio.sleep(random.expovariate(1 / pause))
        wrong += ["the page failed"] * session.failures
    except (OSError, EOFError, AssertionError) as problem:
        wrong.append(repr(problem)[:200])


async def load(port: int, questions: list[str], sessions: int, seconds: float, pause: float) -> tuple[list[float], list[str]]:
    """Seconds of each question, and what went wrong."""
    draw = random.Random(20261128)
    order = iter(lambda: draw.choice(questions), "")
    times: list[float] = []
    wrong: list[str] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(asking(port, order, until, pause, times, wrong) for _ in range(sessions)))
    return sorted(times), wrong


def processor_seconds(process: int) -> float:
    """What a process has used of the processor."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Serve, warm up, load, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=0, help="seconds that one reads before asking again, on average")
    arguments = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MINGZHANG_EMBEDDING_MODEL": "none"}
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port), "--index", str(arguments.index)]
    server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).read()
                break
            except OSError:
                time.sleep(0.2)
        questions = [row["question"] for path in arguments.gold for row in read_gold(path) if not row.get("history")]
        asyncio.run(load(port, questions, 2, 10, 0))  # warm
        before, used = os.getloadavg()[0], processor_seconds(server.pid)
        times, wrong = asyncio.run(load(port, questions, arguments.sessions, arguments.seconds, arguments.pause))
        figures = f"median {times[len(times) // 2]:.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s, longest {times[-1]:.2f} s"
        sys.stdout.write(f"{arguments.sessions} sessions, {len(times)} questions, {figures}, errors {len(wrong)} {wrong[:3]}, ")
        used = (processor_seconds(server.pid) - used) / len(times)
        sys.stdout.write(f"{used * 1000:.0f} ms of processor a question, load before {before:.1f}, after {os.getloadavg()[0]:.1f}\n")
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
