"""The page's own words in English; what documents print, and the answers made of it, stay as they are.

english.txt holds a line for each: 问答 = Ask
"""

from __future__ import annotations

from pathlib import Path

LINES = Path(__file__).parent / "english.txt"
ENGLISH: dict[str, str] = dict(line.split(" = ", 1) for line in LINES.read_text(encoding="utf-8").splitlines() if " = " in line)
