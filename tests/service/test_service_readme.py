"""The Python that the READMEs show is run, and prints what they say."""

import contextlib
import io
import re

import pytest
from conftest import ROOT

from service.serve import API_PORT, MCP_PORT

TEXT = (ROOT / "service" / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "service/README.md"])
def test_the_python_shown_prints_what_is_shown(name, sample_index, monkeypatch):
    monkeypatch.setenv("MINGZHANG_INDEX", str(sample_index))
    monkeypatch.setenv("MINGZHANG_EMBEDDING_MODEL", "none")
    blocks, names = BLOCK.findall((ROOT / name).read_text(encoding="utf-8")), {}
    assert blocks
    for block in blocks:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(block, names)
        assert printed.getvalue().splitlines() == re.findall(r"^print\(.*\)  # (.*)$", block, re.MULTILINE)
    names["workspace"].close()


def test_the_call_of_the_readme_is_five_lines():
    (block,) = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(block.splitlines()) <= 5


def test_every_path_and_setting_shown_is_there(client):
    paths = set(client.get("/openapi.json").json()["paths"])
    heads = {path.split("{")[0].rstrip("/") for path in paths}
    assert set(re.findall(r"/v1/[a-z]+(?:/[a-z]+)?", TEXT)) <= paths | heads
    sources = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("service/settings.py", "workspace.py"))
    assert all(f'"{name}"' in sources for name in set(re.findall(r"MINGZHANG_[A-Z_]+", TEXT)))
    assert f":{API_PORT}" in TEXT and f":{MCP_PORT}" in TEXT
