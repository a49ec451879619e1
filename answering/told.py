"""Numbers of the text, asked for with words that stand around them: in their sentence, their headings, their project.

    新馆工程用地面积     →  用地面积约4,000平方米, in the sentence that begins with 新馆工程
    新馆工程三季度用款   →  第三季度用款计划, under the headings of the project whose 概况 names the 新馆工程

What the number is of must be its own label, to the end of the phrase; only what qualifies it may stand around.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from answering.acceptance import BESIDE_UNIT, extra, standard
from answering.coverage import COMMON, FILLERS, cover
from answering.document_index import DocumentIndex, Entry, EntryKind
from retrieval.matching import normalise_label

OWN = 2  # telling characters of the label itself that are asked for
_OVERVIEW = re.compile("项目概况|项目简介|项目背景|基本情况")
_PROVINCE = re.compile(
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)[省市]?"
)


def told(index: DocumentIndex, key: str) -> Iterator[tuple[Entry, float]]:
    """Prose entries whose own label ends what is asked, and around which the rest of it stands; each with its score."""
    said, key = key, _less_place(index, key)
    characters = set(key)
    overviews = _overviews(index)
    for entry in index.entries:
        if entry.kind is not EntryKind.PROSE or not characters & entry.characters or not _ends(key, entry.key):
            continue
        figure = entry.figures[0]
        headings = figure.row_path[:-1]
        around = (entry.context, *map(normalise_label, headings), _before(entry), overviews.get(headings[:1], "") if headings else "")
        covered = cover(key, entry.key, "\n".join(around))
        qualified = covered.around > 0 or key != said
        beside = extra(covered, index.entity) <= max(BESIDE_UNIT, covered.distinctive // 2)
        if covered.complete and covered.distinctive >= OWN and qualified and beside and standard(key, entry.key) is not False:
            if not _better_told(index, key, entry, covered.distinctive):
                yield entry, covered.share


def _better_told(index: DocumentIndex, key: str, entry: Entry, distinctive: int) -> bool:
    """Whether another number of the same sentence has more of what is asked in its own label, so that it is meant."""
    figure = entry.figures[0]
    beside = (other for other in index.said_in(figure.sentence or "") if other is not entry)
    alike = (other for other in beside if _dimension(other) == _dimension(entry))
    return any(cover(key, other.key).distinctive > distinctive for other in alike)


def _dimension(entry: Entry) -> str | None:
    amount = entry.figures[0].amount
    return amount.dimension if amount else None


def _ends(key: str, label: str) -> bool:
    """Whether the phrase ends in the label's words: what is asked for is the last thing named."""
    end = FILLERS.sub("", key)[-OWN:]
    return key[-OWN:] in label or end in FILLERS.sub("", label) or (bool(COMMON.fullmatch(end)) and key[-2 * OWN : -OWN] in label)


def _before(entry: Entry) -> str:
    """The sentence up to what the number is of, clause by clause."""
    figure = entry.figures[0]
    clauses = _clauses((figure.sentence or "").partition(figure.text)[0])
    return clauses.rpartition(entry.key)[0] or clauses


def _clauses(text: str) -> str:
    return "\n".join(normalise_label(clause) for clause in re.split("[，,；;：:。]", text) if clause)


def _overviews(index: DocumentIndex) -> dict[tuple[str, ...], str]:
    """What the 项目概况 of a section says, by the section's heading; a project described in text is a form without lines."""
    found: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for figure in index.figures:
        if figure.table_id is None and len(figure.row_path) > 2 and _OVERVIEW.search(figure.row_path[1]):
            found[figure.row_path[:1]][_clauses(figure.sentence or "")] = None
    return {heading: "\n".join(sentences) for heading, sentences in found.items()}


def _less_place(index: DocumentIndex, key: str) -> str:
    """A province in front says nothing where the document itself speaks of it."""
    named = _PROVINCE.match(key)
    if named and any(named.group() in figure.sentence for figure in index.figures if figure.table_id is None and figure.sentence):
        return key[named.end() :]
    return key
