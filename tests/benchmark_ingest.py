"""How fast and in how much memory files are read: `python tests/benchmark_ingest.py FILE…`.

For each file: reading it to figures and footings, against pdfplumber's extract_tables over the same file; then all
files together in two processes.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path


def read(path: Path) -> int:
    """Read one file; its pages."""
    from ingest.read import read_disclosure

    return len(read_disclosure(path).pages)


def extract_tables(path: Path) -> None:
    """What everyone does first."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()


def timed(work, *arguments) -> tuple[float, object]:
    """Seconds of this process that a call takes, and what it gives."""
    start = time.process_time()
    result = work(*arguments)
    return time.process_time() - start, result


def main(paths: list[Path]) -> None:
    """Print one line a file, and one for all."""
    timed(read, paths[0])  # imports and fonts
    pages = 0
    for path in paths:
        seconds, count = timed(read, path)
        plain, _ = timed(extract_tables, path)
        pages += count
        speed = f"{count / seconds:.1f} pages/s, {seconds / plain:.2f} × extract_tables"
        sys.stdout.write(f"{path.name}: {count} pages in {seconds:.2f} s of CPU, {speed}\n")
    sys.stdout.write(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB\n")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(read, paths[:2]))
        start = time.perf_counter()
        list(pool.map(read, paths))
        seconds = time.perf_counter() - start
    sys.stdout.write(f"two processes: {pages / seconds:.1f} pages/s\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main([Path(name) for name in sys.argv[1:]])
