"""How many questions a second the API answers: `python tests/benchmark_service.py INDEX GOLD.jsonl…`.

Starts `cli.py serve --api` over the index (without vectors) with a process a core, keeps 20 requests in flight on 20
connections, each with another question of the sets, and prints questions a second, median and 95th percentile, errors, and
the memory of the serving processes before and after.  Nothing is cached between questions but what the library keeps of
its documents.  --figures asks for figures by filters instead.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from evaluation.gold import read_gold  # noqa: E402

FILTERS = (
    {"text": "公务接待", "year": 2024},
    {"text": "培训费", "stage": "budget", "order": "largest"},
    {"row": "合计", "at_least": "10000000", "dimension": "money"},
    {"text": "基本支出 合计", "level": "department"},
    {"column": "项目支出", "order": "smallest", "limit": 20},
    {"text": "2080505"},
    {"text": "工资 决算"},
    {"table": "正文", "text": "增加"},
)


def requests_of(arguments: argparse.Namespace) -> list[bytes]:
    """Each request as it goes over the wire."""
    if arguments.figures:
        return [f"GET /v1/figures?{urlencode(one)} HTTP/1.1\r\nhost: x\r\n\r\n".encode() for one in FILTERS]
    bodies = []
    for path in arguments.gold:
        for row in read_gold(path):
            body = {"question": row["question"]} | {name: row[name] for name in ("documents", "history") if row.get(name)}
            bodies.append(json.dumps(body).encode())
    head = "POST /v1/ask HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: "
    return [f"{head}{len(body)}\r\n\r\n".encode() + body for body in bodies]


async def connection(port: int, requests: Iterator[bytes], times: list[float], statuses: Counter[int]) -> None:
    """One connection that asks one request after another."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        started = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:] if ": " in line)
        await reader.readexactly(int(fields["content-length"]))
        times.append(time.perf_counter() - started)
        statuses[int(head.split(b" ", 2)[1])] += 1
    writer.close()


async def load(port: int, requests: Sequence[bytes], count: int, flying: int) -> tuple[list[float], Counter[int], float]:
    """`count` requests with `flying` of them at once; seconds of each, statuses, and seconds in all."""
    draw = random.Random(20261128)
    order = iter([draw.choice(requests) for _ in range(count)])
    times: list[float] = []
    statuses: Counter[int] = Counter()
    started = time.perf_counter()
    await asyncio.gather(*(connection(port, order, times, statuses) for _ in range(flying)))
    return sorted(times), statuses, time.perf_counter() - started


def memory(parent: int) -> list[int]:
    """MiB resident of a process and those under it."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        if parent in (int(fields["Pid"]), int(fields["PPid"])) and "VmRSS" in fields:
            found.append(int(fields["VmRSS"].split()[0]) // 1024)
    return sorted(found)


def main() -> None:
    """Serve, warm up, load, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("gold", type=Path, nargs="*")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--flying", type=int, default=20)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--figures", action="store_true")
    arguments = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "MINGZHANG_EMBEDDING_MODEL": "none", "MINGZHANG_API_AUDIT": "none", "MINGZHANG_API_RATE": "0"}
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--api", "--port", str(port), "--index", str(arguments.index)]
    server = subprocess.Popen([*command, "--workers", str(arguments.workers)], env=environment, cwd=ROOT)
    try:
        requests = requests_of(arguments)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        for name, count in (("warm-up", min(arguments.requests, 1000)), ("measured", arguments.requests)):
            times, statuses, spent = asyncio.run(load(port, requests, count, arguments.flying))
            figures = (
                f"{count / spent:.1f}/s, median {times[len(times) // 2] * 1000:.0f} ms, p95 {times[int(len(times) * 0.95)] * 1000:.0f} ms"
            )
            sys.stdout.write(f"{name}: {count} requests, {figures}, statuses {dict(statuses)}, MiB {memory(server.pid)}\n")
            sys.stdout.flush()
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
