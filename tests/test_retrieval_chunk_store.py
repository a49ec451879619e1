import random
import shutil
import subprocess
import sys

import numpy as np
import pytest

from retrieval import chunk_store
from retrieval.chunk_store import CHUNKS, LABELS, ChunkStore
from retrieval.embedding import unit_length


class Vectors:
    """What SQL would hold: `count` chunk texts and ten labels."""

    def __init__(self, count, model="model", dimension=16):
        self.model = model
        self.count = count
        self.turn = 0
        self.rows = unit_length(np.random.default_rng(7).normal(size=(20_000, dimension)).astype(np.float32))
        self.removed = set()

    def version(self):
        return f"{self.count}-{self.turn}"

    def entries(self, collection):
        if collection == LABELS:
            return {key: () for key in range(15_000, 15_010)}
        return {key: ("definition",) if key % 2 else ("text",) for key in range(self.count) if key not in self.removed}

    def vectors(self, ids):
        return list(ids), self.rows[list(ids)]


def open_store(folder, source):
    return ChunkStore(folder / "chroma", source)


def finds_everything(store, source):
    probes = random.Random(3).sample(range(source.count), 20)
    return all(store.search(CHUNKS, source.rows[key], 1) == [key] for key in probes)


def graph_files(folder):
    return sorted(path for path in (folder / "chroma").rglob("*") if path.is_file())


@pytest.fixture(params=[60, 2100], ids=["in_the_log", "flushed"])
def built(request, tmp_path):
    source = Vectors(request.param)
    store = open_store(tmp_path, source)
    assert store.sync()
    store.close()
    return tmp_path, source


def test_what_was_built_is_opened_again_and_not_built_anew(built):
    folder, source = built
    before = (folder / "chroma" / "manifest.json").read_text()
    store = open_store(folder, source)
    assert finds_everything(store, source)
    assert store.search(LABELS, source.rows[15_004], 1) == [15_004]
    store.close()
    assert (folder / "chroma" / "manifest.json").read_text() == before


def test_kinds_narrow_the_search(built):
    folder, source = built
    store = open_store(folder, source)
    assert all(key % 2 for key in store.search(CHUNKS, source.rows[4], 10, ["definition"]))
    assert 4 in store.search(CHUNKS, source.rows[4], 10, ["definition", "text"])
    store.close()


def test_later_vectors_come_in_and_removed_ones_go(built):
    folder, source = built
    store = open_store(folder, source)
    assert finds_everything(store, source)
    source.count += 12
    source.removed = {5, 7}
    assert store.search(CHUNKS, source.rows[source.count - 1], 1) == [source.count - 1]
    assert store.search(CHUNKS, source.rows[5], 1) != [5]
    store.close()
    again = open_store(folder, source)
    assert again.search(CHUNKS, source.rows[source.count - 2], 1) == [source.count - 2]
    again.close()


def delete(path):
    path.unlink()


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path):
    path.write_bytes(b"")


def overwrite(path):
    path.write_bytes(random.Random(1).randbytes(max(path.stat().st_size, 500)))


def scratch(path):
    content = bytearray(path.read_bytes() or b"x" * 100)
    for place in random.Random(2).sample(range(len(content)), min(len(content), 300)):
        content[place] ^= 0x5A
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [delete, truncate, empty, overwrite, scratch])
@pytest.mark.parametrize(
    "name", ["manifest.json", "chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "all"]
)
def test_a_damaged_index_is_built_again(built, name, damage):
    folder, source = built
    for path in graph_files(folder):
        if name in ("all", path.name):
            damage(path)
    store = open_store(folder, source)
    try:
        assert store.sync()
        assert finds_everything(store, source)
    finally:
        store.close()


@pytest.mark.parametrize("leave", [lambda folder: None, lambda folder: folder.mkdir(), lambda folder: folder.write_text("a file")])
def test_a_deleted_folder_is_built_again(built, leave):
    folder, source = built
    shutil.rmtree(folder / "chroma")
    leave(folder / "chroma")
    store = open_store(folder, source)
    try:
        assert store.sync()
        assert finds_everything(store, source)
    finally:
        store.close()


def test_another_model_builds_another_index(built):
    folder, _ = built
    source = Vectors(80, model="other", dimension=24)
    store = open_store(folder, source)
    assert store.sync()
    assert finds_everything(store, source)
    store.close()


def test_an_opening_that_killed_the_process_is_not_tried_twice(built):
    folder, source = built
    code = (
        "import os, sys; sys.path.insert(0, 'tests')\n"
        "from pathlib import Path; import retrieval.chunk_store as cs, test_retrieval_chunk_store as t\n"
        "cs._try = lambda *_: os._exit(9)\n"
        f"cs.ChunkStore(Path({str(folder / 'chroma')!r}), t.Vectors({source.count})).search('chunks', t.Vectors(1).rows[0], 1)\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 9
    store = open_store(folder, source)
    assert store.sync()
    assert finds_everything(store, source)
    store.close()


def test_one_store_owns_the_index_and_the_other_does_without(built):
    folder, source = built
    owner, other = open_store(folder, source), open_store(folder, source)
    assert owner.sync()
    assert not other.sync()
    assert other.search(CHUNKS, source.rows[0], 1) is None
    owner.close()
    assert other.search(CHUNKS, source.rows[0], 1) == [0]
    other.close()


def test_many_new_vectors_do_not_hold_up_a_question(built, monkeypatch):
    folder, source = built
    store = open_store(folder, source)
    assert store.sync()
    source.count += chunk_store.QUICK + 1
    assert store.search(CHUNKS, source.rows[0], 1) is None
    store._thread.join()
    assert store.search(CHUNKS, source.rows[source.count - 1], 1) == [source.count - 1]
    store.close()


def test_a_chroma_that_fails_leaves_the_search_to_others(built, monkeypatch):
    folder, source = built

    class Panic(BaseException):
        """As Rust's panics come out."""

    def fail(*_):
        raise Panic("called `Option::unwrap()` on a `None` value")

    store = open_store(folder, source)
    assert store.sync()
    monkeypatch.setattr(ChunkStore, "_query", fail)
    assert store.search(CHUNKS, source.rows[0], 1) is None
    assert not (folder / "chroma" / "manifest.json").exists()
    store.close()
