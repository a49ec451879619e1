"""What the documents promise a stranger is run, or looked up in the code."""

import re
import shlex
import subprocess
import sys

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BOTH = README + CONTRIBUTING
SETTINGS = [ROOT / "workspace.py", *(ROOT / "answering").rglob("*.py"), *(ROOT / "service").glob("*.py"), *(ROOT / "views").glob("*.py")]


def shell_sessions():
    """(command, its output) of every $-line in the README."""
    for block in re.findall(r"```\n(\$ .*?)```", README, re.DOTALL):
        yield from re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)


@pytest.mark.parametrize(("command", "output"), list(shell_sessions()), ids=[command for command, _ in shell_sessions()])
def test_what_the_readme_shows_is_what_comes(command, output, sample_index, monkeypatch):
    monkeypatch.setenv("MINGZHANG_INDEX", str(sample_index))
    words = shlex.split(command)
    assert words[:2] == ["python", "cli.py"]
    done = subprocess.run([sys.executable, *words[1:]], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.stdout == output


def test_the_readme_shows_a_question():
    assert any(" ask " in command for command, _ in shell_sessions())


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z]+)", BOTH))))
def test_every_make_target_is_there(target):
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", sorted(set(re.findall(r"cli\.py ([a-z]+)", BOTH))))
def test_every_command_is_there(command):
    done = subprocess.run([sys.executable, "cli.py", command, "--help"], cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode == 0


@pytest.mark.parametrize("option", sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", BOTH))))
def test_every_option_is_there(option):
    sources = (ROOT / "cli.py").read_text(encoding="utf-8") + (ROOT / "evaluate.py").read_text(encoding="utf-8")
    assert f'"{option}"' in sources or option in {"--strict"}


@pytest.mark.parametrize("name", sorted(set(re.findall(r"MINGZHANG_[A-Z_]+", README))))
def test_every_setting_is_read(name):
    assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in SETTINGS)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", BOTH))))
def test_every_link_leads_somewhere(target):
    assert (ROOT / target).exists()
