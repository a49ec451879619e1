"""Killed while it works, the library holds each document wholly or not at all, and opens and answers the next time."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from retrieval_samples import make_disclosure, write_pdf

from retrieval.embedding import HashEmbedder
from retrieval.library import Library

KILLS = 20

INGEST = """
import sys
from pathlib import Path
from retrieval import chunk_store
from retrieval.embedding import HashEmbedder
from retrieval.library import Library
from retrieval_samples import make_disclosure, write_pdf

chunk_store.FLUSHED_FROM = 30  # so that graphs are flushed here too
folder, first = Path(sys.argv[1]), int(sys.argv[2])
library = Library.open(folder / "index", embedder=HashEmbedder())
library.warm_up()
print("ready", flush=True)
for number in range(first, first + 10_000):
    rows = tuple((f"第{number}号道路{place}段养护", f"{number}.{place:02d}") for place in range(60))
    library.add(make_disclosure(f"{number}号局", rows=rows), write_pdf(folder, f"{number}.pdf", b"%PDF" + str(number).encode() * 50_000))
    library.embed_pending()
    print(number, flush=True)
"""


def expected(number):
    return make_disclosure(f"{number}号局", rows=tuple((f"第{number}号道路{place}段养护", f"{number}.{place:02d}") for place in range(60)))


def start(folder, first):
    command = [sys.executable, "-c", INGEST, str(folder), str(first)]
    root = Path(__file__).parent.parent
    environment = {"PYTHONPATH": f"{root}:{root / 'tests'}"}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)


def check_whole(folder, acknowledged):
    with Library.open(folder / "index", embedder=HashEmbedder()) as library:
        records = library.documents()
        assert len(records) in (acknowledged, acknowledged + 1)
        for record in records[-3:]:
            number = int(record.file_name.split("号")[0])
            disclosure = expected(number)
            assert library.figures(record.id) == disclosure.figures
            assert library.tables(record.id) == disclosure.tables
            assert library.chunks(record.id) == disclosure.chunks
            assert library.footings(record.id) == disclosure.footings
            assert library.pdf_path(record.id).read_bytes() == b"%PDF" + str(number).encode() * 50_000
            assert library.match_labels(f"第{number}号道路7段养护", [record.id])[0].label == f"第{number}号道路7段养护"
        library.embed_pending()
        assert all(library.embedded(record.id) for record in records)
        hits = library.search_chunks("机关运行经费", None, 5)
        assert any("机关运行经费" in hit.chunk.heading for hit in hits)
        assert any(hit.by == "both" for hit in hits)
        return len(records)


@pytest.mark.slow
def test_killed_at_random_moments_every_document_is_whole_or_absent(tmp_path):
    chance = random.Random(20261123)
    held = 0
    for _ in range(KILLS):
        with start(tmp_path, held) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.6))
            process.kill()
            acknowledged = held + len(process.stdout.read().splitlines())
        held = check_whole(tmp_path, acknowledged)
    assert held > KILLS / 2


def test_leftovers_of_a_killed_copy_are_swept(tmp_path):
    import os

    source = write_pdf(tmp_path)
    with Library.open(tmp_path / "index") as library:
        library.add(make_disclosure(), source)
    pdfs = tmp_path / "index" / "pdf"
    for name in ("abc.123.part", "f" * 64 + ".pdf"):
        (pdfs / name).write_bytes(b"half")
        os.utime(pdfs / name, (0, 0))
    young = pdfs / "abc.124.part"
    young.write_bytes(b"another process is at it")
    with Library.open(tmp_path / "index") as library:
        kept = {library.pdf_path(record.id) for record in library.documents()}
    assert set(pdfs.iterdir()) == kept | {young}
