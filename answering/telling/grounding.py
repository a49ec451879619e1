"""Whether a sentence that a model wrote says only what the cited text says: copied with omissions, nothing put together anew.

    text      "2026年预算支出总计{v1}，比上年增加{v2}，主要原因是河道工程增加。"
    sentence  "比上年增加{v2}，主要原因是河道工程增加"      →  None: borne out
    sentence  "预算支出总计{v2}"                             →  {v2} stands for another thing
    sentence  "主要原因是人员减少"                           →  人员 and 减少 stand nowhere

A figure keeps the words that stand before it in the document back to the comma; a word of negation keeps its neighbours.
"""

from __future__ import annotations

import re
import unicodedata

from prompts import SLOT

_FIRST_SLOT = 0xE000  # private characters stand for slots, one each
_STOP = "，"
_PUNCTUATION = re.compile(r"[，。；：、,;:.!?！？（）()《》“”\"'‘’「」【】—–\-…·/]+")
# Words that join and assert nothing; a sentence may add them.
_JOINING = re.compile(
    "因此|所以|由于|因为|主要(?:原因)?(?:是|在于)?|原因(?:是|在于)?|其中|根据|依据|按照|资料|文件|显示|说明|指出|表明|写明|解释|是指|指的是|指|即|并且?|而且|以及|同时|另外|此外|还有?|"
    "本单位|该单位|本部门|该部门|为了?|是|的|了|和|与|及|在|对|由|等|有|上|中|这|该|其|共|约|达|为"
)
_LIGHT = re.compile("为|是|共|约|达|即|了|的")
_NEGATION = re.compile("[不未没无非否勿莫仅超逾足负]|除|以外|之外|虚|假|错|误")
SHORTEST = 2  # characters of a stretch that stands in the text
NEGATED = 4  # of one with a word of negation in it
SPARSE = 4  # characters that a stretch has on average at least, so that a sentence is no mosaic
TELLING = 4  # characters before a figure that say what it is


def unsupported(sentence: str, text: str) -> str | None:
    """Why `sentence` is not borne out by `text`, in Chinese; None when it is.  Both hold figures as slots."""
    said, source = _flat(sentence), _flat(text)
    for place, character in enumerate(said):
        if _is_slot(character) and (fault := _slot_fault(said, place, source)):
            return fault
    stretches = size = 0
    for run in re.split(f"[{_STOP}\ue000-\uf8ff]", said):
        counted = _cover(run, source)
        if counted is None:
            return f"原文没有“{run[:20]}”"
        stretches += counted
        size += len(run)
    if not size:
        return "没有内容"
    return None if stretches <= size // SPARSE + 1 else "不是原文的说法"


def _flat(text: str) -> str:
    """One width, no white space, one mark for all punctuation, one character for a slot."""
    slotted = SLOT.sub(lambda found: chr(_FIRST_SLOT + int(found[1][1:])), text)
    folded = "".join(c if _is_slot(c) else unicodedata.normalize("NFKC", c) for c in slotted)
    visible = "".join(c for c in folded if _is_slot(c) or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    return _PUNCTUATION.sub(_STOP, re.sub(r"\s+", "", visible))


def _is_slot(character: str) -> bool:
    return 0xE000 <= ord(character) <= 0xF8FF


def _slot_fault(said: str, place: int, source: str) -> str | None:
    """Whether the words before a figure are those of the document."""
    where = source.find(said[place])
    if where < 0:
        return "引用的资料里没有这个数"
    if not _LIGHT.sub("", said[:place]).endswith(_before(source, where)):
        return "数前面的说法与原文不同"
    behind = said[place + 1 : place + 1 + SHORTEST]
    if behind and behind[0] != _STOP and not _is_slot(behind[0]) and not source.startswith(behind.split(_STOP)[0], where + 1):
        return "数后面的说法与原文不同"
    return None


def _before(source: str, where: int) -> str:
    """The words before a figure back to the comma, or further while they say too little."""
    start = where
    while start > 0:
        start = max(source.rfind(_STOP, 0, start), 0)
        words = _LIGHT.sub("", source[start:where])
        if sum(c != _STOP and not _is_slot(c) for c in words) >= TELLING:
            return words.lstrip(_STOP)
    return _LIGHT.sub("", source[:where]).lstrip(_STOP)


def _cover(run: str, source: str) -> int | None:
    """Of how many stretches of the source a run is put together; None when some of it stands nowhere."""
    place = stretches = 0
    while place < len(run):
        size = _longest(run, place, source)
        if size >= SHORTEST and (size >= NEGATED or size == len(run) or not _NEGATION.search(run[place : place + size])):
            place += size
            stretches += 1
            continue
        joining = _JOINING.match(run, place)
        if joining is None:
            return None
        place = joining.end()
    return stretches


def _longest(run: str, place: int, source: str) -> int:
    size = 0
    while place + size < len(run) and run[place : place + size + 1] in source:
        size += 1
    return size
