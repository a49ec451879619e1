"""Read a prompt file, and put values in the places it declares."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from disclosure.errors import PromptError
from prompts import marks

FOLDER = Path(__file__).resolve().parent

_FRONT = re.compile(r"---\n(?P<front>.*?)\n---\n(?P<text>.*)", re.DOTALL)
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_NAME = re.compile(r"[a-z][a-z_]*")
# Known without being given: the marks of prompts/marks.py, as a prompt shows them.
_CONSTANTS = {"FENCE_START": marks.FENCE_START, "FENCE_END": marks.FENCE_END}


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt as its file has it."""

    name: str
    version: str
    variables: tuple[str, ...]  # in the order of the file's front matter
    text: str  # with {{name}} where values go
    hash: str  # SHA-256 of the whole file, first 12 hex digits: goes on each answer

    def render(self, **values: str) -> str:
        """The text to send; PromptError when a variable is missing, unknown or no text.

        Values go in as they are and are not looked through for places, so that data cannot ask for another value.
        """
        missing = [name for name in self.variables if name not in values]
        unknown = [name for name in values if name not in self.variables]
        wrong = [name for name, value in values.items() if not isinstance(value, str)]
        for problem, found in (("缺少变量", missing), ("没有声明的变量", unknown), ("不是文字的变量", wrong)):
            if found:
                raise PromptError(f"提示词 {self.name}：{problem} {'、'.join(found)}（声明的变量：{'、'.join(self.variables) or '无'}）")
        known = {**_CONSTANTS, **values}
        return _PLACE.sub(lambda place: known[place.group(1)], self.text)


@lru_cache(maxsize=32)
def load(name: str) -> Prompt:
    """The prompt of prompts/NAME.md; PromptError when there is none or its file is not in order."""
    if not _NAME.fullmatch(name) or not (path := FOLDER / f"{name}.md").is_file():
        raise PromptError(f"没有提示词 {name!r}（现有：{'、'.join(names())}）")
    return read(name, path.read_text(encoding="utf-8"))


def names() -> tuple[str, ...]:
    """Every prompt that ships, in alphabetical order."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md")))


def read(name: str, file_text: str) -> Prompt:
    """A prompt from the text of its file; PromptError names what is out of order."""
    parts = _FRONT.fullmatch(file_text.replace("\r\n", "\n"))
    if parts is None:
        raise PromptError(f"提示词 {name}：开头没有 --- 之间的 version 和 variables")
    front = dict(_front_lines(name, parts["front"]))
    if set(front) != {"version", "variables"} or not front["version"]:
        raise PromptError(f"提示词 {name}：开头应有且只有 version 和 variables，实有 {'、'.join(front) or '无'}")
    variables = tuple(word.strip() for word in front["variables"].split(",") if word.strip())
    used = {place for place in _PLACE.findall(parts["text"]) if place not in _CONSTANTS}
    if used != set(variables) or len(set(variables)) != len(variables):
        raise PromptError(f"提示词 {name}：声明的变量 {sorted(variables)} 与正文用到的 {sorted(used)} 不一致")
    digest = hashlib.sha256(file_text.encode()).hexdigest()[:12]
    return Prompt(name, front["version"], variables, parts["text"].strip() + "\n", digest)


def _front_lines(name: str, front: str) -> Iterator[tuple[str, str]]:
    for line in front.splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise PromptError(f"提示词 {name}：开头的这一行没有冒号：{line!r}")
        yield key.strip(), value.strip()
