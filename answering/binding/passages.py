"""Which words of a document speak of something: a definition, a reason, a basis, a list; quoted, never rephrased.

    defined("机关运行经费", chunks)                  →  the entry of 名词解释 whose term it is
    spoken("公务接待费", "原因", None, chunks)        →  2026年公务接待费为0.86万元，…，主要原因是过紧日子。

A passage must name the topic itself, or stand under a heading that does; one that only resembles it is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from answering.binding.wholes import whole_of
from disclosure.amount import fold_width
from disclosure.document import Chunk, ChunkKind, Table
from retrieval.names import code_in, core, holds, less_brackets, name_of, normalise_label, other_words

# What headings and sentences say where they speak of a facet.
FACETS: dict[str, tuple[str, ...]] = {
    "原因": ("原因", "由于", "主要是", "主要系", "系因", "因此", "情况是"),
    "依据": ("依据", "根据", "按照", "文件要求", "文件精神"),
    "必要性": ("必要性", "必要"),
    "措施": ("措施", "制度", "保证"),
    "计划": ("计划", "进度", "实施方案", "周期", "步骤"),
    "时间": ("时间", "期限", "时限", "月", "时效", "周期"),
    "目标": ("目标", "指标"),
    "职责": ("职责", "职能", "负责", "任务"),
    "机构": ("机构", "内设", "科室", "处室", "构成", "下属", "编制范围"),
    "构成": ("包括", "包含", "构成", "组成", "主要有", "其中", "由"),
    "用途": ("主要用于", "用于", "用途", "所产生的费用"),
    "地点": ("地点", "位于", "地址", "在"),
    "主体": ("主体", "主管部门", "实施单位", "责任"),
    "概况": ("概况", "情况"),
    "编码": ("编码", "代码"),
}
_OFFICES = ("内设", "下设", "机构设置", "机构编制", "处室", "科室", "股室")
_UNITS = ("下属", "所属", "直属", "单位构成", "编制范围", "预算单位", "二级单位", "行政单位", "事业单位", "预算包括", "决算包括")
# What a list begins behind: the last of these before its first comma, else the first of the weaker ones.
_OPENS = ("分别是", "分别为", "包括", "包含", "主要有", "如下", "反映", "：", ":")
_WEAK_OPENS = ("下设", "内设", "设有", "机关设", "局设", "设置", "设")
_OFFICE_ENDS = (
    "局厅委办室处科股部队所站院馆校园会社庭署司组县区镇乡台宫狱",
    ("中心", "街道", "本级", "机关", "大学", "中学", "小学", "学院", "总支", "支部", "单位", "预算", "决算"),
)
_CONTINUED = tuple(f"{number}是" for number in "二三四五六七八九十")
_SECOND = (_CONTINUED[0], *"另一方面 2. 2． 2、 （2） (2) ② （二） 二、".split())  # what a reason's second part begins with
_ENDS = "。；;\n"
REACH = 4  # sentences back that a reason may be told after its subject
LONGEST_HEAD = 24  # characters of a line that may be a heading or an entry
LONGEST = 400  # characters of a line that is quoted whole
MOST = 3  # passages of one answer


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of a document, and how well it speaks of what is asked."""

    chunk: Chunk  # its text cut to what is quoted
    score: float


def paragraphs(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Chunks whose paragraphs are whole: lines and chunks that were broken in the middle of one are joined."""
    kept: list[Chunk] = []
    for chunk in chunks:
        text = _unbroken(chunk.text) if chunk.kind is ChunkKind.TEXT else chunk.text
        before = kept[-1] if kept and kept[-1].kind is chunk.kind is ChunkKind.TEXT and kept[-1].heading == chunk.heading else None
        if before is not None and (text.startswith(_CONTINUED) or _goes_on(before.text, text)):
            kept[-1] = replace(before, text=before.text + text, end_page=chunk.end_page)
        else:
            kept.append(replace(chunk, text=text))
    return kept


def _unbroken(text: str) -> str:
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if lines and _goes_on(lines[-1], line):
            lines[-1] += line
        else:
            lines.append(line)
    return "\n".join(lines)


def _goes_on(line: str, behind: str) -> bool:
    """Whether a line of text was broken, and goes on with what stands behind."""
    last = line.rpartition("\n")[2]
    return len(last) > LONGEST_HEAD and last[-1] not in "。；;：:！？" and _less_numbering(behind) == behind and behind[:1] != "第"


def defined(term: str, chunks: Sequence[Chunk]) -> list[Spoken]:
    """The entries of 名词解释 for a term; else sentences that say what it is."""
    code, found = code_in(term), []
    for chunk in chunks:
        if chunk.kind is ChunkKind.DEFINITION and chunk.heading:
            score = _term_score(name_of(less_brackets(term)).key, name_of(less_brackets(chunk.heading[-1])).key)
            found.append(Spoken(chunk, score + 0.5 if score and code and code in chunk.heading[-1] else score))
        elif chunk.kind is ChunkKind.TEXT:
            found += [Spoken(cut(chunk, line), 0.3) for line in _sentences(chunk.text) if _explains(line, term)]
    best = max((one.score for one in found), default=0.0)
    return [one for one in sorted(found, key=lambda one: -one.score) if one.score and one.score >= best - 0.05]


def _term_score(key: str, term: str) -> float:
    if term == key:
        return 1.0
    if term in other_words(key):
        return 0.9
    if core(term) and core(term) == core(key):
        return 0.8
    if len(key) > 1 and term.startswith(key):
        return 0.6 + 0.1 * len(key) / len(term)
    return 0.5 * len(key) / len(term) if len(key) > 2 and key in term else 0.0


def _explains(sentence: str, term: str) -> bool:
    before, said, behind = sentence.partition(term)
    words = ("是指", "指的是", "指", "反映", "是用于")
    return bool(said) and len(before) <= 12 and behind.lstrip('”"’）) ，,：:').startswith(words)


def spoken(topic: str, facet: str | None, heading: str | None, chunks: Sequence[Chunk]) -> list[Spoken]:
    """Passages that speak of a topic, best first, none of which says what another says."""
    found: list[Spoken] = []
    for order, chunk in enumerate(paragraphs(chunks)):
        if chunk.kind is ChunkKind.DEFINITION and facet is not None:
            continue
        found += [replace(one, score=one.score - order / 10_000) for one in _in_chunk(chunk, topic, facet, heading)]
    found.sort(key=lambda one: -one.score)
    kept: list[Spoken] = []
    for one in found:
        text, held = normalise_label(one.chunk.text), [normalise_label(other.chunk.text) for other in kept]
        if len(kept) < MOST and not any(text in other or other in text for other in held):
            kept.append(one)
    return [one for one in kept if one.score >= kept[0].score - 1.0]


def _in_chunk(chunk: Chunk, topic: str, facet: str | None, heading: str | None) -> Iterator[Spoken]:
    cues, reason = FACETS.get(facet or "", ()), facet == "原因"
    over = max((mention(topic, part) for part in chunk.heading), default=0.0)
    headed = heading is not None and any(_alike(heading, part) for part in chunk.heading)
    faceted = not reason and any(cue in part for part in chunk.heading[-1:] for cue in cues if len(cue) > 1)
    if faceted and over:
        yield Spoken(chunk, 3.0 + over + headed)
        return
    for line in _lines(chunk.text):
        sentences = list(_sentences(line))
        for place, sentence in enumerate(sentences):
            cued = faceted or any(cue in sentence for cue in cues)
            own, first = mention(topic, _before(sentence, cues) if reason and cued else sentence), place
            if cued and not own and facet in ("原因", "用途", "构成"):
                first = next((at for at in range(place - 1, max(-1, place - 1 - REACH), -1) if mention(topic, sentences[at])), place)
                own = 0.8 * mention(topic, sentences[first]) if first != place else 0.0
            under = headed and cued and heading and _alike(heading, topic)
            if not (own or over or under) or (cues and not cued and not (headed and own)):
                continue
            start = line.find(sentences[first])
            end = line.find(sentences[_last_of(sentences, place)], start) + len(sentences[_last_of(sentences, place)])
            text = line[start:end] if len(line) > LONGEST or facet is not None else line
            score = 2 * own + (0.5 if own else 0.8) * over + headed + 0.5 * cued + (0.3 if chunk.kind is ChunkKind.TEXT else 0)
            yield Spoken(cut(chunk, text), score)


def _lines(text: str) -> list[str]:
    """The lines of a text; one that goes on counting, 2. behind 1.…；, belongs to the line before."""
    out: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        counts = bool(out) and out[-1].rstrip().endswith(("；", ";")) and line.lstrip()[:1].isdecimal()
        out = [*out[:-1], f"{out[-1]}\n{line}"] if counts else [*out, line]
    return out


def _before(sentence: str, cues: Sequence[str]) -> str:
    """A reason's subject is what stands before the word for it; what is named behind is the reason."""
    return sentence[: min((place for cue in cues if (place := sentence.find(cue)) >= 0), default=len(sentence))]


def _last_of(sentences: Sequence[str], place: int) -> int:
    """Where a passage ends: with its paragraph, where it counts 一是, 二是, or 1. and 2."""
    counted = "一是" in sentences[place] or any(sentence.lstrip().startswith(_SECOND) for sentence in sentences[place + 1 : place + 2])
    return len(sentences) - 1 if counted else place


@lru_cache(maxsize=65536)
def mention(topic: str, text: str) -> float:
    """How well a text names a topic, 0 to 1."""
    for mark in ("类)", "款)"):
        if behind := fold_width(topic).partition(mark)[2]:  # 信访事务（款）行政运行（项） of a class that the text does not say again
            return max(mention(behind, text), _named(topic, text))
    return _named(topic, text)


def _named(topic: str, text: str) -> float:
    key = name_of(less_brackets(topic)).key
    folded = normalise_label(text[:4000]) if len(text) > 200 else name_of(text).key
    if len(key) > 1 and key in folded:
        return 1.0
    whole = whole_of(key)
    if whole is not None and whole.sides:
        sides = {"income": ("收入",), "spent": ("支出",)}.get(whole.side or "", ("收入", "支出", "收支"))
        words = [side + tail for side in (*sides, "收入支出", "收支") for tail in ("总计", "合计", "预算", "决算", "总额", "总预算")]
        parts = ("三公", "机关运行", "政府采购", "公务", "会议费", "培训费")
        return 0.8 if any(word in folded for word in words) and not any(part in folded for part in parts) else 0.0
    for word in other_words(key):
        if len(word) > 2 and word in folded:
            return 0.9
    bare = core(key)
    if bare and len(bare) > 2 and bare in folded:
        return 0.7
    return 0.6 if len(key) >= 4 and len(folded) < 60 and holds(key, folded) else 0.0


def _alike(heading: str, part: str) -> bool:
    asked, held = name_of(heading).key, name_of(part).key
    return bool(held) and (asked in held or (len(held) > 3 and held in asked) or holds(asked, held) > 0.4)


def listed(topic: str, heading: str | None, chunks: Sequence[Chunk], tables: Sequence[Table]) -> list[tuple[Spoken, tuple[str, ...]]]:
    """Lists that a document gives of a topic, in a sentence, in lines or in a table: the passage and its entries, best first."""
    groups = {_OFFICES: any(word in topic for word in (*_OFFICES, "机构")), _UNITS: any(word in topic for word in _UNITS)}
    words = tuple(word for group, meant in groups.items() if meant for word in group) or (name_of(topic).key,)
    others = tuple(word for group, meant in groups.items() if not meant for word in group) if any(groups.values()) else ()
    found: list[tuple[Spoken, tuple[str, ...]]] = []

    def add(chunk: Chunk, text: str, lead: str, over: bool, entries: tuple[str, ...], order: int) -> None:
        mine, theirs = (max((lead.rfind(word) for word in some), default=-1) for some in (words, others))
        named = any(_alike(topic, part) for part in chunk.heading[-1:])  # the section itself is asked for
        if not entries or (others and not _are_offices(entries)) or (mine < theirs and not named) or (mine < 0 and not over):
            return
        whole = 0.0 if entries[-1].endswith(("预算", "决算")) else 0.5  # 本级预算和所属单位预算 name no unit
        score = (2.0 if mine >= 0 else 0.5) + over + whole + min(len(entries), 20) / 100 - order / 10_000
        found.append((Spoken(cut(chunk, text), score), entries))

    for order, chunk in enumerate(paragraphs(chunks)):
        if chunk.kind is not ChunkKind.TEXT:
            continue
        over = any(word in name_of(part).key for part in chunk.heading[-2:] for word in words) or (
            heading is not None and any(_alike(heading, part) for part in chunk.heading)
        )
        lines = chunk.text.split("\n")
        for place, line in enumerate(lines):
            for sentence in line.split("。"):
                lead, entries = _enumerated(sentence)
                alone = groups[_UNITS] and lead.endswith(("：", ":"))  # 下属单位包括：某中心
                add(chunk, sentence, lead, over, entries if len(entries) > 1 or alone else (), order)
            items = list(takewhile(_is_item, lines[place + 1 :]))
            if items and line.endswith(("：", ":")):
                add(chunk, "\n".join([line, *items]), line, over, tuple(map(_head_of, items)), order)
        if over and len(lines) > 1 and all(map(_is_item, lines)):
            add(chunk, chunk.text, "", over, tuple(map(_head_of, lines)), order)
    if groups[_UNITS]:
        found += _tabled(tables)
    return sorted(found, key=lambda pair: -pair[0].score)


def _tabled(tables: Sequence[Table]) -> Iterator[tuple[Spoken, tuple[str, ...]]]:
    """The units that a table of nothing but units lists, with what of it stands on the next pages."""
    listing: dict[str, list[tuple[Table, list[str]]]] = {}
    for table in tables:
        heads = {
            cell.column: cell.row for cell in table.cells if cell.row < 2 and name_of(cell.text).key.endswith(("单位名称", "预算单位"))
        }
        names = [cell.text for cell in table.cells if cell.text and cell.row > heads.get(cell.column, cell.row)]
        if names and not any("." in cell.text and cell.text[-1:].isdecimal() for cell in table.cells):
            listing.setdefault(table.heading or table.id, []).append((table, names))
    for parts in listing.values():
        table, names = parts[0][0], [name for _, some in parts for name in some]
        text, place = "\n".join(names), table.provenances[0]
        chunk = Chunk(table.id, ChunkKind.TABLE_ROW, text, text, (table.heading,), place, parts[-1][0].provenances[-1].page)
        yield Spoken(chunk, 4.0), tuple(dict.fromkeys(names))


def _enumerated(sentence: str) -> tuple[str, tuple[str, ...]]:
    """What stands before a list in a sentence, and what it enumerates; no name is cut at an 和, a comma or a bracket inside it."""
    first = next((place for place, character in enumerate(sentence) if character == "、"), len(sentence))
    strong = max((place + len(word) for word in _OPENS if (place := sentence.rfind(word, 0, first)) >= 0), default=0)
    weak = next((place + len(word) for word in _WEAK_OPENS if (place := sentence.find(word, 0, first)) > 0), 0)
    start = strong or weak
    if not start or (not strong and sentence[max(0, start - 2) : start] in ("建设", "开设", "架设")):
        return "", ()
    commas = "、" if "、" in sentence[start:] else "，；,;"
    parts: list[str] = []
    for part in _split(sentence[start:].strip(" ：:"), commas):
        part, *rest = _split(part, "，；")
        parts += _split_last(part)
        listing = [more for more in rest if _is_office(more) and len(more) <= LONGEST_HEAD]
        parts += listing
        if len(listing) < len(rest):
            break
    ends = next(
        (
            place
            for place, part in enumerate(parts)
            if place and (part[0].isdecimal() or part[0] in "共本均另" or (part[0] == "无" and not _is_office(part)))
        ),
        len(parts),
    )
    parts = parts[:ends]
    cleaned = [_less_tail(part) for part in parts]
    return sentence[:start], tuple(part for part in cleaned if part) if all(len(part) <= 40 for part in cleaned) else ()


def _split(text: str, marks: str) -> list[str]:
    """A text split at marks outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "（(") - (character in "）)")
        if character in marks and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _split_last(part: str) -> list[str]:
    """Two entries joined by 和, each of which is a whole name; else one."""
    for word in ("以及", "和", "及"):
        for place in (place for place in range(len(part)) if part.startswith(word, place)):
            left, right = part[:place], part[place + len(word) :]
            if len(left) > 2 and _is_office(left) and _is_office(right) and left.count("（") == left.count("）"):
                return [left, right]
    return [part]


def _less_tail(part: str) -> str:
    part = part.strip(" ：:。；;.")
    head, mark, tail = part.partition("的")
    part = head if mark and any(word in tail for word in ("情况", "收支", "预算", "决算")) else part
    for word in ("共", "等"):
        head, mark, tail = part.partition(word)
        part = head if mark and tail[:1].isdecimal() else part
    return part.removesuffix("等处室").removesuffix("等科室").removesuffix("等")


def _is_office(name: str) -> bool:
    bare = less_brackets(name).rstrip("*")
    return len(bare) > 1 and (bare[-1] in _OFFICE_ENDS[0] or bare.endswith(_OFFICE_ENDS[1]))


def _are_offices(entries: Sequence[str]) -> bool:
    named = sum(_is_office(entry) for entry in entries)
    return named * 2 > len(entries) and not any(entry[:1].isdecimal() or entry[:2] == "有" for entry in entries)


def _head_of(line: str) -> str:
    """The entry of a line: its name, where more is said of it behind a stop."""
    entry = _less_numbering(line).strip(" 。；;")
    head = next((head for mark in "。：:" if 1 < len(head := entry.partition(mark)[0]) < len(entry) and _is_office(head)), entry)
    return head


def _is_item(line: str) -> bool:
    return _less_numbering(line) != line and len(_head_of(line)) <= 60


def _less_numbering(line: str) -> str:
    start = line.lstrip("（(")
    digits = len(start) - len(start.lstrip("0123456789一二三四五六七八九十"))
    if not digits:
        return line
    rest = start[digits:].lstrip("）)")
    return rest.lstrip(".、．:： ") if rest[:1] in ".、．:： " or rest != start[digits:] else line


def coded(topic: str, chunks: Sequence[Chunk]) -> Iterator[tuple[Spoken, str]]:
    """The codes that rows print beside a name: C23120301 | 车辆维修和保养服务."""
    key = name_of(topic).key
    for chunk in chunks:
        for line in chunk.text.split("\n") if chunk.kind is ChunkKind.TABLE_ROW else ():
            parts = [part.strip() for part in line.split("|")]
            named = next((place for place, part in enumerate(parts) if name_of(part).key == key), 0)
            code = next((part for part in reversed(parts[:named]) if _is_code(part)), None)
            if code:
                yield Spoken(cut(chunk, line), 1.0), code


def _is_code(part: str) -> bool:
    bare = part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return bare.isdecimal() and len(bare) >= 3 and len(part) - len(bare) <= 1


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, each with its end."""
    start = 0
    for place, character in enumerate(text + "\n"):
        if character in _ENDS:
            if sentence := text[start : place + 1].strip():
                yield sentence
            start = place + 1


def cut(chunk: Chunk, text: str) -> Chunk:
    """A chunk cut to what is quoted of it."""
    return replace(chunk, text=text.strip())
