"""What evaluation/README.md shows is run, in order, on the sample."""

import json
import re
import shlex

import pytest
from conftest import ROOT

import evaluate

TEXT = (ROOT / "evaluation" / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.*)$", TEXT, re.MULTILINE)


def test_there_are_examples():
    assert len(COMMANDS) >= 5


def test_every_example_runs(tmp_path, sample_index, monkeypatch, capsys):
    for name in ("data", "evaluation"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MINGZHANG_INDEX", str(sample_index))
    monkeypatch.setenv("MINGZHANG_CACHE", str(tmp_path / "cache"))
    for command in COMMANDS:
        words = shlex.split(command)
        assert words[:2] == ["python", "evaluate.py"]
        assert evaluate.main(words[2:]) == 0, capsys.readouterr().err
        assert json.loads(capsys.readouterr().out)["questions"] > 0
    made = {path.name for path in (tmp_path / "out" / "again").iterdir()}
    assert {"figures.json", "report.md", "junit.xml", "report.html", "run.json", "predictions.jsonl"} <= made


@pytest.mark.parametrize("option", sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", TEXT))))
def test_every_option_is_there(option):
    source = (ROOT / "evaluate.py").read_text(encoding="utf-8")
    assert f'"{option}"' in source or f'"--{option.removeprefix("--no-")}"' in source
