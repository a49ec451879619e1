"""A question cut into typed spans: the best explanation of its characters, each at most once.

    cut("岚县应急局2026年驻矿人员工资占项目支出的百分之几？")
      →  [unit 岚县应急局][year 2026][name 驻矿人员工资][cue 占][name 项目支出][cue 的][cue 百分之几]

Names are those of the library; what is no name, cue, number or talk is `rest`, which a name's other half may yet explain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, takewhile

from answering.reading.directory import Directory, UnitSpan
from answering.reading.folding import LONGEST_QUESTION, between, compact_question, folded_question
from answering.reading.lexicon import Lexicon
from answering.reading.likeness import alike
from answering.reading.numbers import NUMERALS, numbers
from answering.reading.units import find_units, is_no_organ, joined, part_units
from answering.reading.words import Words, inside_word, is_talk, is_word, slipped_words
from disclosure.amount import Amount, Unit
from retrieval.names import table_number

LONGEST_NAME = 40
LONGEST_SLIP = 16  # characters of a name that is looked for with one slip
STOPS = frozenset("，。；？！、：,;?!:")
ASKING = frozenset("少几合成为按用大以")  # a measure stands behind 多少, 几, 合, 折成, 按
# As people say.
PRINTED = 0.9  # how well words are a printed name that say the same as others before them
MEASURES = {
    "块": "元",
    "块钱": "元",
    "万": "万元",
    "万块": "万元",
    "亿": "亿元",
    "个亿": "亿元",
    "口": "人",
    "口人": "人",
    "个人": "人",
    "平": "平方米",
}
MONEY = frozenset({"元", "千元", "万元", "百万元", "亿元"})
NUMBERED_TABLE, LONGEST_TABLE = frozenset({"tablenumber"}), 6  # characters in front of 表
MARKS = frozenset({"than", "prior", "up", "down", "moved"})
DOUBLED = 3  # characters of 买不买
PERSONS = ("员", "人", "者", "干部", "职工", "学生", "老师", "教师", "警", "兵")  # at the end of who is counted
EACH = 0.25  # what every span costs, so that few long ones win over many short ones


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the question, and what it is."""

    start: int  # in the compact text
    end: int
    text: str
    kind: str  # unit, year, date, amount, ordinal, code, name, piece, total, cue, talk, stop, rest
    cues: frozenset[str] = frozenset()
    unit: UnitSpan | None = None
    year: int | None = None
    amount: Amount | None = None
    said: str = ""  # as the question writes it
    named: bool = False  # a cue that the library also prints as a name


@dataclass(frozen=True, slots=True)
class Question:
    """A question, folded and cut."""

    original: str
    text: str  # folded, simplified, without quotation marks, brackets and spaces
    places: tuple[int, ...]  # of each character of `text` in the original
    spans: tuple[Span, ...]
    quoted: tuple[tuple[int, int], ...] = ()  # stretches of `text` that stand between quotation marks
    bracketed: tuple[tuple[int, int], ...] = ()  # … and between brackets

    def said(self, start: int, end: int) -> str:
        """A stretch as the question writes it."""
        if start >= end:
            return ""
        return self.original[self.places[start] : self.places[end - 1] + 1]


def cut(question: str, lexicon: Lexicon, directory: Directory, scope: int, *, within: int | None = None) -> Question:
    """The spans of a question, all of it covered.  `within`: documents whose names count, where the units tell."""
    original = question[:LONGEST_QUESTION]
    folded = folded_question(original)
    text, places = compact_question(folded)
    plain = [*_numbers(folded, places, text), *_tables(text), *_words(text, lexicon)]
    whose = list(_units(find_units(text, directory, lexicon, scope)))
    units = [one.unit for one in _best(text, [*whose, *plain, *_names(text, lexicon, scope)]) if one.unit is not None]
    parts = part_units(text, units, directory, lexicon, scope)
    whose += _units(joined(text, [*units, *parts], directory))
    units += parts
    if within is None:
        within = narrowed(units, lexicon, scope)
    candidates = [*whose, *plain, *_names(text, lexicon, within)]
    spans = _best(text, candidates)
    loud = [span.text for span in spans if "nothing" in span.cues and any("howmuch" in one.cues for one in spans)]
    if any(word in name.key for word in loud for name in lexicon.names if name.documents & within):
        candidates = [one for one in candidates if "nothing" not in one.span.cues]  # 乡里放电影要放几场, where that is printed
        spans = _best(text, candidates)
    odd = [
        span for span in spans if (span.kind == "rest" and not span.text.isascii()) or (span.unit is not None and is_no_organ(span.unit))
    ]
    if odd:
        slipped = [unit for unit in directory.slipped(text) if any(unit.start < span.end and span.start < unit.end for span in odd)]
        candidates += list(_units(slipped))
        spans = _best(text, candidates) if slipped else spans
    slips = list(_slips(text, spans, lexicon, within))
    if slips:
        spans = _best(text, [*candidates, *slips])
    spans = [
        replace(span, kind="talk") if span.kind == "rest" and len(span.text) > 1 and is_talk(span.text, lexicon.words) else span
        for span in spans
    ]
    if any(span.kind in ("name", "total", "code") and not span.text.isascii() for span in spans):
        # printing fee（印刷费）: what is said in two languages is read in the one that is printed
        spans = [replace(span, kind="talk") if span.kind == "rest" and span.text.isascii() else span for span in spans]
    held = Question(original, text, tuple(places), (), between(folded, places, '“《「"', '”》」"'), between(folded, places, "(", ")"))
    spans = [replace(span, said=held.said(span.start, span.end)) for span in _once(spans, held.bracketed, lexicon, within)]
    return replace(held, spans=tuple(_none(_staff(spans))))


def _once(spans: list[Span], brackets: Sequence[tuple[int, int]], lexicon: Lexicon, scope: int) -> list[Span]:
    """人头费（人员经费）: brackets say a thing in other words, and what is printed of the two is read."""
    for start, end in brackets:
        inside = [span for span in spans if start <= span.start < end]
        front = (span for span in reversed(spans) if span.end <= start)
        outside = list(takewhile(lambda span: span.kind in ("name", "piece", "rest") or "of" in span.cues, front))
        if any(span.kind != "name" for span in inside) or not inside or not outside:
            continue
        first, second = ("".join(span.text for span in part) for part in (outside[::-1], inside))
        one, other = (lexicon.match(text, scope)[:1] for text in (first, second))
        known = lexicon.words.names.get(first, ())
        same = second in known or first in lexicon.words.names.get(second, ()) or (one and other and one[0].name is other[0].name)
        plain = not known and first not in lexicon.words.usual and not (one and one[0].score > PRINTED)
        if same or (plain and other and other[0].score > PRINTED):
            spans = [replace(span, kind="cue", cues=frozenset({"alias"})) if span in outside else span for span in spans]
    return spans


def narrowed(units: list[UnitSpan], lexicon: Lexicon, scope: int) -> int:
    """The documents of the units that are named; the scope itself where none of it is."""
    named = {entity for unit in units for entity in unit.entities}
    bits = lexicon.told(*named) & scope
    return bits or scope


def _staff(spans: list[Span]) -> list[Span]:
    """Whose people something is for, in front of what it is: 局里的人出国, 给职工的福利费."""
    out = list(spans)
    for at, (before, span, behind) in enumerate(zip(spans, spans[1:], spans[2:], strict=False), 1):
        whose = "of" in before.cues and at > 1 and spans[at - 2].kind == "unit"
        named = next((one for one in spans[at + 1 :] if one.kind in ("name", "total") or one.cues & {"howmuch", "howmany"}), None)
        if (whose or (before.text == "给" and "of" in behind.cues)) and span.kind in ("name", "rest") and span.text.endswith(PERSONS):
            out[at] = span if named is None or named.cues else replace(span, kind="cue", cues=frozenset({"alias"}))
    return out


def _none(spans: list[Span]) -> list[Span]:
    """一台电脑都没有, 没有一台电脑: so many are none."""
    out = list(spans)
    for at, span in enumerate(spans):
        one = span.kind == "amount" and span.amount is not None and span.amount.unit is not None and span.amount.number == 1
        if not one or span.amount is None or span.amount.dimension == "money":
            continue
        behind = list(takewhile(lambda other: other.kind != "stop", spans[at + 1 :]))
        denied = [n for n, (also, verb) in enumerate(pairwise(behind), at + 1) if also.text in ("都", "也") and verb.text[0] in "没无"]
        front = [n for n in (at - 2, at - 1) if n >= 0 and "".join(other.text for other in spans[n:at]) in ("没", "没有")]
        if not denied and not front:
            continue
        out[at] = replace(span, amount=replace(span.amount, number=Decimal(0)))
        gone = {denied[0], denied[0] + 1} if denied else set(range(front[0], at))
        out = [replace(other, kind="cue", cues=frozenset({"yesno"})) if n in gone else other for n, other in enumerate(out)]
    return out


@dataclass(frozen=True, slots=True)
class _Candidate:
    span: Span
    worth: float


def _units(units: list[UnitSpan]) -> Iterator[_Candidate]:
    for unit in units:
        yield _Candidate(Span(unit.start, unit.end, unit.text, "unit", unit=unit), unit.worth * (unit.end - unit.start) - EACH)


def _numbers(folded: str, places: list[int], text: str) -> Iterator[_Candidate]:
    for one in numbers(folded, places, text):
        yield _Candidate(Span(one.start, one.end, one.text, one.kind, one.cues, year=one.year, amount=one.amount), one.worth)


def _tables(text: str) -> Iterator[_Candidate]:
    """Tables that are named by their number: 公开12表, 表五, 第三张表."""
    for at in (at for at, character in enumerate(text) if character == "表"):
        for start in range(max(0, at - LONGEST_TABLE), at + 1):
            end = next((end for end in range(min(len(text), at + 4), at, -1) if table_number(text[start:end]) is not None), None)
            if end is not None:
                yield _Candidate(Span(start, end, text[start:end], "cue", NUMBERED_TABLE), 2.5 * (end - start))
                break


def _words(text: str, lexicon: Lexicon) -> Iterator[_Candidate]:
    words = lexicon.words
    for start in range(len(text)):
        if text[start] in STOPS:
            kind = "cue" if text[start] in words.cues else "stop"
            yield _Candidate(Span(start, start + 1, text[start], kind, words.cues.get(text[start], frozenset())), 1.0)
            continue
        for end in range(start + 1, min(len(text), start + words.longest_cue) + 1):
            piece = text[start:end]
            size = end - start
            if (asked := _asked(text, start, end, words)) is not None:
                yield _Candidate(Span(start, end, piece, "cue", asked | {"yesno"}), 1.5 * size - EACH)
            known = piece == "前" and text[end : end + 1] not in NUMERALS | {"几"}  # 养车的前
            known = known or (piece == "行" and inside_word(text, start, end))  # 通行费
            if piece in words.cues and piece not in words.totals and not known:
                yield _Candidate(Span(start, end, piece, "cue", words.cues[piece]), (1.35 if size < 4 else 1.46) * size - EACH)
            if piece in words.totals:
                yield _Candidate(Span(start, end, piece, "total", words.cues.get(piece, frozenset())), 1.36 * size - EACH)
            if piece in words.talk:
                yield _Candidate(Span(start, end, piece, "talk"), 1.25 * size - EACH)
            if piece in MONEY and not (start and text[start - 1] in NUMERALS) and text[end : end + 1] not in "素旦":
                yield _Candidate(Span(start, end, piece, "measure"), 1.55 * size)
            elif (
                size <= 4
                and start
                and text[start - 1] in ASKING
                and (piece in MEASURES or Unit.find(piece) is not None)
                and piece != "倍"
                and not (piece == "个" and any(text[start - back : end] in words.cues for back in (1, 2)))
                and text[end : end + 1] != "积"
            ):
                yield _Candidate(Span(start, end, piece, "measure"), 1.6 * size - EACH)


def _asked(text: str, start: int, end: int, words: Words) -> frozenset[str] | None:
    """What else a word says that asks whether: 买不买, 超不超过; 不 where a question ends, 今年还买车不; None: it does not ask."""
    piece = text[start:end]
    if len(piece) > DOUBLED - 1 and piece[0] == piece[2] and piece[1] in "不没" and piece not in words.cues:
        behind = piece[2:]  # 符不符合 says something else than 符
        return words.cues.get(behind, frozenset() if len(piece) == DOUBLED and behind in words.talk else None)
    closes = piece in words.closing and start > 0 and (end == len(text) or text[end] in STOPS)
    return frozenset() if closes else None


def _names(text: str, lexicon: Lexicon, scope: int) -> Iterator[_Candidate]:
    words = lexicon.words
    for start in range(len(text)):
        if text[start] in words.names and text[start] not in words.cues:
            yield _Candidate(Span(start, start + 1, text[start], "name"), 1.0)  # 车, 电
        for end in range(start + 2, min(len(text), start + LONGEST_NAME) + 1):
            piece = text[start:end]
            size = end - start
            name = lexicon.find(piece, scope)
            otherwise = piece in words.totals or piece in words.cues or piece in words.talk  # than as a name
            if piece[0].isdecimal() and name is not None and name.key != piece and piece[5:] in words.cues:
                continue  # 2024年执行数 says a year and an aspect
            if piece[0].isdecimal() and name is not None and name.key != piece:
                yield _Candidate(Span(start, end, piece, "name"), 2.3 * size)  # a row that prints a year of its own: 2025年经费
            elif name is not None and not _only_marks(piece, words.cues):
                # what is also a cue, a total or talk stays that, and may be a name besides
                kind = "total" if piece in words.totals else "cue" if piece in words.cues else "talk" if piece in words.talk else "name"
                yield _Candidate(
                    Span(start, end, piece, kind, words.cues.get(piece, frozenset()), named=True),
                    (1.5 if kind != "talk" else 1.28) * size - EACH,
                )
            elif piece in words.names and not otherwise and not inside_word(text, start, end):
                there = any(lexicon.find(other, scope) for other in words.names[piece])
                if there or not any(piece.endswith(word) for word in words.counting):  # 房屋面积, not printed, is 房屋 in 平方米
                    yield _Candidate(Span(start, end, piece, "name"), (1.42 if there else 1.37) * size - EACH)
            elif piece in words.things and piece[0] not in words.light and not otherwise and not inside_word(text, start, end):
                yield _Candidate(Span(start, end, piece, "piece"), 1.33 * size - EACH)
            elif 3 <= size <= 9 and piece in lexicon.pieces:
                years = piece[:8].isdecimal() and piece[8:] == "年"  # 2025-2026年度: of a name that prints both
                yield _Candidate(Span(start, end, piece, "piece"), (2.3 if years else 1.0 + 0.02 * size) * size - EACH)


def _only_marks(piece: str, cues: dict[str, frozenset[str]]) -> bool:
    """Whether a printed name is nothing but words that say an operation: 比上年."""
    return any(
        piece[:at] in cues and piece[at:] in cues and cues[piece[:at]] & MARKS and cues[piece[at:]] & MARKS for at in range(1, len(piece))
    )


def _slips(text: str, spans: list[Span], lexicon: Lexicon, scope: int) -> Iterator[_Candidate]:
    """Names written with other characters of the same sound, where the question is not explained: 会义费."""
    for rest in spans:
        if rest.kind not in ("rest", "piece") or rest.text.isascii():
            continue
        for size in range(2, LONGEST_SLIP):
            for start in range(max(0, rest.end - size), min(rest.start, len(text) - size) + 1):
                window = text[start : start + size]
                if (size == 2 and (rest.kind != "rest" or rest.text != window)) or is_word(window):
                    continue
                near = lexicon.off_by_one(window, scope) if size > 3 else ()
                for name in (*lexicon.sounding(window, scope), *near, *_known(window)):
                    kind = "name" if name in lexicon.words.names or lexicon.find(name, scope) else "piece"
                    yield _Candidate(Span(start, start + size, name, kind), 1.45 * size - EACH)


def _known(window: str) -> Iterator[str]:
    """Words for things that differ in one character, which looks or sounds alike: 采购, of 采构."""
    for at, character in enumerate(window):
        for word in slipped_words().get(window[:at] + "？" + window[at + 1 :], ()):
            if word[at] != character and alike(word[at], character):
                yield word


def _best(text: str, candidates: list[_Candidate]) -> list[Span]:
    ending: dict[int, list[_Candidate]] = {}
    for candidate in candidates:
        ending.setdefault(candidate.span.end, []).append(candidate)
    worth = [0.0] * (len(text) + 1)
    chosen: list[Span | None] = [None] * (len(text) + 1)
    for at in range(1, len(text) + 1):
        worth[at] = worth[at - 1]
        for candidate in ending.get(at, ()):
            total = worth[candidate.span.start] + candidate.worth
            if total > worth[at]:
                worth[at], chosen[at] = total, candidate.span
    spans: list[Span] = []
    at = len(text)
    while at:
        span = chosen[at]
        if span is None:
            at -= 1
            if spans and spans[-1].kind == "rest" and spans[-1].start == at + 1:
                spans[-1] = Span(at, spans[-1].end, text[at : spans[-1].end], "rest")
            else:
                spans.append(Span(at, at + 1, text[at], "rest"))
        else:
            spans.append(span)
            at = span.start
    return spans[::-1]
