"""What the pages take of the answering side to show values: the one place that knows where it stands."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from answering.binding.scopes import LEVEL_NAMES, STAGE_NAMES
from answering.telling.draft import OTHERS, UNCONFIRMED, VERDICT_LABELS, escape, show_amount, unescape
from answering.telling.render import answer_json, citation_place, one_line
from views.language import t

if TYPE_CHECKING:
    from disclosure.figure import Figure

__all__ = [
    "LEVEL_NAMES",
    "OTHERS",
    "STAGE_NAMES",
    "UNCONFIRMED",
    "VERDICT_LABELS",
    "answer_json",
    "citation_place",
    "escape",
    "one_line",
    "show_amount",
    "shown",
    "table_name",
    "unescape",
    "visible",
]


def visible(text: str) -> str:
    """Without marks that turn the order of writing or hide, for what is drawn without Markdown."""
    return "".join(character for character in text if unicodedata.category(character) not in ("Cc", "Cf"))


def table_name(title: str | None) -> str:
    """A table's title; what prints none is told apart from running text, which has no table."""
    return t("正文") if title is None else title or t("没有标题的表")


def shown(figure: Figure) -> str:
    """A figure as printed, with its unit of measure; 空白 where nothing is printed."""
    unit = figure.amount.unit.name if figure.amount and figure.amount.unit else ""
    text = figure.text.strip()
    return f"{text} {unit}" if unit and not text.endswith(unit) else text or t("（空白）")
