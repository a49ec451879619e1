"""Which sentences of the documents answer a question that asks for words: a definition, a reason, a basis, a list.

    definition("机关运行经费", chunks)      →  the entry of 名词解释 whose term it is
    reasons("预算", chunks)                 →  "…较上年多200.00万元，原因是新开河道工程"
    of_project("消防协管员", "立项依据", …)  →  the cell of that project's form

Everything is quoted word for word.  A passage that lacks a distinctive word of the question is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from answering.coverage import cover
from answering.totals import is_document_total
from disclosure.document import Chunk, ChunkKind
from disclosure.mention import MentionKind, find_numbers
from disclosure.question import Facet
from disclosure.terms import synonyms
from retrieval.matching import normalise_label, simplify

_SENTENCE = re.compile(r"[^。；;！？!?\n]*(?:[。；;！？!?\n]|$)")
_CAUSE = re.compile(r"(?<=[,，])主要[是系](?!用于|指|为了)|主要原因|原因(?:是|为|：|:|系)|主要(?:是|系)(?:由于|因)|由于|系因|因此")
ITEM = re.compile(r"\s*(?:\d{1,3}\s*[.、．]|[（(][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)")
NEAR_CUE = 16  # characters, a figure among them, between what is listed and 包括
LEAST_SUBJECT = 6  # characters before 主要用于 in which a subject can stand; else it is in the sentence before
NEAR_TITLE = 2  # pieces of text above a document's title in which its number stands
LONGEST_NUMBER = 24  # characters of a line that is a document's number
REACH = 4  # sentences back that a cause may be told after its subject
_TERM_ENDING = re.compile(r"(?:预算|决算|支出|经费|收入)$")

# What the headings of a form or a section are called, for each thing that may be asked of it.
FACET_HEADINGS = {
    Facet.BASIS: re.compile(r"立项依据|设立依据|政策依据|项目依据"),
    Facet.NECESSITY: re.compile(r"必要性"),
    Facet.MEASURES: re.compile(r"制度|措施|保证项目"),
    Facet.SCHEDULE: re.compile(r"实施计划|实施周期|实施方案|进度|计划|周期"),
    Facet.TARGET: re.compile(r"总体目标|绩效目标|年度目标|目标"),
    Facet.DUTIES: re.compile(r"职责|职能|主要工作"),
    Facet.ORGANISATION: re.compile(r"机构|内设|科室|下属|单位构成|部门构成|组成"),
    Facet.CONTENTS: re.compile(r"项目概况|概况|主要内容|用途"),
    Facet.WHO: re.compile(r"实施主体|主管部门|责任主体"),
}
_COMPOSED = re.compile(
    "(?:单位|机构|部门)构成|编制范围的|(?:预算|决算)(?:是)?由[^。；]{2,80}组成|(?:下属|下辖|所属)[^，。；]{0,10}(?:单位|机构)|"
    "内设[^，。；]{1,40}(?:机构|科室|股室|[科股处室])|设(?:有)?[^，。；]{2,30}[科股处室部]、"
)
_LISTED = re.compile(r"主要包括|包括|包含|主要用于|用于|主要有|分别(?:为|是)|由")
_PURPOSE = re.compile("主要用于|用于|用途")
# 职业年金缴费增加的原因: that it changed is no part of its name
_CHANGED = re.compile(
    "(?:的)?(?:(?:决算|支出|执行|预算)数?)?(?:小于|大于|低于|高于|少于|多于|超过)[^的]*(?:的)?$|"
    "(?:的)?(?:还|都|也)?没(?:有)?(?:能)?(?:花|用|执行|使用|支出|完成|达到|花费)?(?:完|光|到|掉|够|足|出去|完全)?(?:了)?(?:(?:年初|全年|调整)?预算数?)?(?:的)?$|"
    "(?:的)?(?:增加|增长|减少|下降|提高|降低|上升|上涨|变化|变动)(?:了|的)?$"
)
_OF_A_PART = re.compile("三公|机关运行|公务(?:用车|接待)|政府采购|因公")
_LEVEL = re.compile("持平|保持不变|没有变化|无增减|无变化")
_GOES_ON = re.compile("(?:与|和|同|比|较)[^,，;；]{0,14}")
_TIMED = re.compile("时间|期限|时限|时效")
_DATE = re.compile(r"\d{4}年|\d{1,2}月")
_FIGURE = re.compile(r"\|\s*[≥≤><＞＜]?\d[\d,.]*[^|年月日]*(?:\||$)")  # a cell that is a number
_CODE = re.compile(r"(?<![A-Za-z\d])(?:[A-Z]\d{4,}|\d{5,8})(?!\d)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that answers, and how well."""

    chunk: Chunk  # its text cut to what is quoted
    score: float
    reason: str


def definition(label: str, chunks: Iterable[Chunk]) -> Passage | None:
    """The entry of 名词解释 that defines the term, else a sentence that says what it is."""
    key = normalise_label(simplify(label))
    keys = {key, *(normalise_label(word) for group in synonyms(key) for word in group.words)}
    found: list[Passage] = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.DEFINITION and chunk.heading:
            score = _term_score(key, keys, normalise_label(chunk.heading[-1]))
            if score:
                found.append(Passage(chunk, score, f"名词解释：{chunk.heading[-1]}"))
        elif chunk.kind is ChunkKind.TEXT:
            for sentence in sentences(chunk):
                if re.match(rf".{{0,12}}{re.escape(label)}[”\"]?(?:，)?(?:是指|指的是|指)", sentence.text):
                    found.append(Passage(sentence, 0.3, "正文中的解释"))
    return max(found, key=lambda passage: passage.score, default=None)


def _term_score(key: str, keys: set[str], term: str) -> float:
    if term == key:
        return 1.0
    if term in keys:
        return 0.9
    if _TERM_ENDING.sub("", term) == _TERM_ENDING.sub("", key) or (len(key) > 1 and term.startswith(key)):
        return 0.7 + 0.1 * len(key) / len(term)
    return 0.5 * len(key) / len(term) if len(key) > 2 and key in term else 0.0


def reasons(label: str | None, chunks: Iterable[Chunk]) -> list[Passage]:
    """Sentences that give a cause for the label's change, with the sentence before where that names the label."""
    whole = label is None or is_document_total(label)
    key = normalise_label(_CHANGED.sub("", simplify(label or "预算")))
    found = []
    for order, chunk, parts in _paragraphs(chunks):
        for place, sentence in enumerate(parts):
            cause = _CAUSE.search(sentence.text)
            if not cause:
                continue
            before = _led_by(key, parts[:place], whole)
            own = _about(key, sentence.text[: cause.start()], whole)
            if own:
                found.append(Passage(sentence, own - order / 10_000, "说明原因的句子"))
            elif before is not None:
                found.append(Passage(joined(chunk, before, sentence), 0.8 - order / 10_000, "说明原因的句子"))
            elif not whole and _about(key, sentence.text, whole):
                found.append(Passage(sentence, 0.45 - order / 10_000, "说明原因的句子"))
            elif not whole and chunk.heading and _about(key, chunk.heading[-1], whole):
                found.append(Passage(sentence, 0.4 - order / 10_000, "该标题下说明原因的句子"))
    return sorted(found, key=lambda passage: -passage.score)


def _led_by(key: str, earlier: Sequence[Chunk], whole: bool) -> Chunk | None:
    """The sentence, a few before, that names the label; not beyond the start of a numbered item."""
    for sentence in reversed(earlier[-REACH:]):
        if _about(key, sentence.text, whole):
            return sentence
        if ITEM.match(sentence.text):
            return None
    return None


def _about(key: str, text: str, whole: bool) -> float:
    """How well a text speaks of the label, 0 to 1; of the whole budget when that is meant."""
    if whole:
        if _OF_A_PART.search(text):
            return 0.0
        return 0.9 if re.search(r"(?:收入|支出|收、?支|预算|决算)(?:总计|合计|总额|预算|决算|总预算)|财政拨款收入支出", text) else 0.0
    covered = cover(key, normalise_label(text))
    return covered.inside / len(key) if covered.complete and covered.inside >= 2 else 0.0


def under_heading(pattern: re.Pattern[str], chunks: Iterable[Chunk], label: str | None = None) -> list[Passage]:
    """Chunks under a heading of that kind; with a label, those of the project or section that it names."""
    found = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.DEFINITION or not chunk.heading or not pattern.search(chunk.heading[-1]):
            continue
        if chunk.kind is ChunkKind.TABLE_ROW and re.search(r"\d\.\d", chunk.text):
            continue  # rows of figures are looked up, not quoted
        if label is None:
            found.append(Passage(chunk, 1.0, f"标题：{chunk.heading[-1]}"))
            continue
        above = normalise_label("".join(chunk.heading[:-1]) + chunk.heading[-1])
        covered = cover(normalise_label(simplify(label)), above)
        if covered.complete and covered.distinctive:
            found.append(Passage(chunk, covered.inside / len(above), f"标题：{chunk.heading[-1]}"))
    return sorted(found, key=lambda passage: -passage.score)


def compositions(chunks: Iterable[Chunk]) -> list[Passage]:
    """Sentences that say of which units a budget is made up, or into which offices a unit is divided."""
    found = [sentence for chunk in chunks for sentence in sentences(chunk) if _COMPOSED.search(sentence.text)]
    return [Passage(sentence, 1.0 - place / 10_000, "写明构成的句子") for place, sentence in enumerate(found)]


def of_described(pattern: re.Pattern[str], chunks: Sequence[Chunk], label: str) -> list[Passage]:
    """Chunks under a heading of that kind in the section of a project that its 项目概况 names: a form in running text."""
    key = normalise_label(simplify(label))
    overview = FACET_HEADINGS[Facet.CONTENTS]
    described = {
        (chunk.provenance.document_id, chunk.heading[:-1])
        for chunk in chunks
        if len(chunk.heading) > 1 and overview.search(chunk.heading[-1]) and cover(key, normalise_label(chunk.text)).complete
    }
    return [
        Passage(chunk, 1.0, f"标题：{chunk.heading[-1]}")
        for chunk in chunks
        if len(chunk.heading) > 1 and pattern.search(chunk.heading[-1]) and (chunk.provenance.document_id, chunk.heading[:-1]) in described
    ]


def listings(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """Sentences that say what something consists of: 公用经费37.20万元,主要包括:办公费."""
    key = normalise_label(simplify(label))
    found = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.TABLE_ROW:
            continue
        for sentence in sentences(chunk):
            cue = _LISTED.search(sentence.text)
            if cue and "、" in sentence.text[cue.end() :]:
                before = normalise_label(sentence.text[: cue.start()])
                covered = cover(key, before[-len(key) - NEAR_CUE :])
                defined = chunk.kind is not ChunkKind.DEFINITION or normalise_label(chunk.heading[-1]) == key
                if covered.complete and covered.inside >= min(len(key), 2) and defined:
                    nearness = before.rfind(key) / len(before) if key in before else 0.0
                    kind = 0.1 if chunk.kind is ChunkKind.DEFINITION else 0.3
                    found.append(Passage(sentence, covered.inside / len(key) + kind + nearness / 10, "列举的句子"))
    return sorted(found, key=lambda passage: -passage.score)


def level_with(label: str | None, chunks: Iterable[Chunk]) -> list[Passage]:
    """Sentences that say that something stayed as it was: 与2024年预算持平."""
    key = normalise_label(simplify(label or "预算"))
    whole = label is None or is_document_total(label)
    found = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.TEXT:
            before: Chunk | None = None
            for sentence in sentences(chunk):
                same = _LEVEL.search(sentence.text)
                if same and before is not None and _GOES_ON.fullmatch(sentence.text[: same.start()]):
                    sentence = joined(chunk, before, sentence)  # 公务接待费2万元。与上年持平: of what was said before
                    same = _LEVEL.search(sentence.text)
                if same and _about(key, sentence.text[: same.start()], whole):
                    found.append(Passage(sentence, 1.0, "写明持平的句子"))
                before = sentence
    return found


def coded_lines(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """Rows of a list that give the code of what is asked."""
    key = normalise_label(simplify(label))
    found = []
    for chunk in chunks:
        if chunk.kind is not ChunkKind.TABLE_ROW:
            continue
        for line in chunk.text.split("\n"):
            cells = [normalise_label(cell) for cell in re.split(r"\s*[|｜\t]\s*", line)]
            if key in cells and _CODE.search(line):
                found.append(Passage(replace(chunk, text=line), 1.0, "列出编码的行"))
    return found


def timed_lines(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """Indicators of time of the project that the label names: 残保金缴纳时间 | 2026年9月至2026年10月."""
    key = normalise_label(simplify(label))
    found = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.TABLE_ROW and cover(key, normalise_label("".join(chunk.heading[1:]))).complete:
            for line in chunk.text.split("\n"):
                if _TIMED.search(line) and _DATE.search(line):
                    found.append(Passage(replace(chunk, text=line), 1.0, "时效指标"))
    return found


def form_lines(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """Indicators of a form that are words: 时效指标 | 采购时限 | 年底前, of the project and the level that the label names."""
    key = normalise_label(simplify(label)).replace("指标", "")  # printed with it or without: 社会效益
    found = []
    for chunk in chunks:
        if chunk.kind is not ChunkKind.TABLE_ROW or len(chunk.heading) < 2:
            continue
        project = normalise_label(chunk.heading[-1])
        for line in chunk.text.split("\n"):
            covered = cover(key, normalise_label(line), project)
            if covered.complete and cover(key, project).distinctive > 1 and not _FIGURE.search(line):
                found.append(Passage(replace(chunk, text=line), covered.share, "绩效目标表中用文字写的指标"))
    return sorted(found, key=lambda passage: -passage.score)


def role_lines(projects: Collection[str], role: re.Pattern[str], chunks: Iterable[Chunk]) -> list[Passage]:
    """Rows of the projects' forms that say who: 主管部门及代码 | 039-某局 | 实施单位 | 某局."""
    found = []
    for chunk in chunks:
        if chunk.kind is ChunkKind.TABLE_ROW and len(chunk.heading) > 1 and normalise_label(chunk.heading[-1]) in projects:
            lines = [line for line in chunk.text.split("\n") if role.search(line)]
            found += [Passage(replace(chunk, text=line), 1.0, "绩效目标表中写明单位的行") for line in lines]
    return found


def _paragraphs(chunks: Iterable[Chunk]) -> Iterator[tuple[int, Chunk, list[Chunk]]]:
    """Each stretch of running text, with its place among all chunks and its sentences."""
    return ((order, chunk, list(sentences(chunk))) for order, chunk in enumerate(chunks) if chunk.kind is ChunkKind.TEXT)


def purposes(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """What something is for, with all that its item says: 3.河道管理（项）5.00万元，用来清淤。…多出20.00%."""
    key = normalise_label(simplify(label))
    found = []
    for order, chunk, parts in _paragraphs(chunks):
        for place, sentence in enumerate(parts):
            cue = _PURPOSE.search(sentence.text)
            first = place if cue and cue.start() > LEAST_SUBJECT else place - 1
            if cue is None or first < 0:
                continue
            subject = normalise_label("".join(part.text for part in parts[first:place]) + sentence.text[: cue.start()])
            covered = cover(key, subject)
            if covered.complete and covered.distinctive > 1:
                last = next((at for at in range(place + 1, len(parts)) if ITEM.match(parts[at].text)), len(parts)) - 1
                score = covered.share + covered.inside / len(key) - order / 10_000
                found.append(Passage(joined(chunk, parts[first], parts[last]), score, "写明用途的句子"))
    return sorted(found, key=lambda passage: -passage.score)


def document_numbers(passages: Sequence[Passage], chunks: Sequence[Chunk]) -> list[Passage]:
    """The number of a document (某财购〔2023〕9号) that stands on a line of its own beside its title."""
    found = []
    for passage in passages:
        places = [place for place, chunk in enumerate(chunks) if chunk.id == passage.chunk.id]
        for place in places:
            for chunk in chunks[max(0, place - NEAR_TITLE) : place + 1]:
                numbered = any(mention.kind is MentionKind.DOCUMENT_NUMBER for mention in find_numbers(chunk.text))
                if numbered and len(chunk.text) <= LONGEST_NUMBER and chunk.provenance.document_id == passage.chunk.provenance.document_id:
                    found.append(Passage(chunk, 1.0, "文号"))
    return found


def mentioning(label: str, chunks: Iterable[Chunk]) -> list[Passage]:
    """Sentences that hold every distinctive word of the label, their heading counted in."""
    key = normalise_label(simplify(label))
    found = []
    for place, chunk in enumerate(chunks):
        heading = normalise_label("".join(chunk.heading))
        for sentence in sentences(chunk):
            text = normalise_label(sentence.text)
            covered = cover(key, text, heading)
            # a verb of one character may have its object between: 挂牌子 in 加挂研究室牌子
            missing = "".join(character for character in covered.missing if character not in text)
            if chunk.kind is ChunkKind.DEFINITION and covered.pieces > 1:
                continue  # the words of a thing, apart in the explanation of another
            if not missing and len(covered.missing) <= 1 and covered.distinctive >= 2 and covered.inside >= 2:
                kind = {ChunkKind.TEXT: 0.2, ChunkKind.DEFINITION: 0.1, ChunkKind.TABLE_ROW: 0.0}[chunk.kind]
                found.append(Passage(sentence, covered.inside / len(key) / covered.pieces + kind - place / 10_000, "含有所问词语的句子"))
    return sorted(found, key=lambda passage: -passage.score)


def about(label: str, question: str, chunks: Sequence[Chunk]) -> list[Passage]:
    """Sentences that speak of the label, or of the project that it names, and share most words with the question."""
    found = mentioning(label, chunks)
    projects = {passage.chunk.heading[:-1] for passage in found if passage.chunk.provenance.table_id and len(passage.chunk.heading) > 1}
    asked = word_pairs(question) - word_pairs(label)
    texts = {passage.chunk.text for passage in found}
    for chunk in chunks:
        if chunk.kind is ChunkKind.TEXT and chunk.heading[:-1] in projects:
            for sentence in sentences(chunk):
                if sentence.text not in texts and asked & word_pairs(sentence.text):
                    found.append(Passage(sentence, 0.0, "同一项目的说明"))
    return sorted(found, key=lambda passage: (-len(asked & word_pairs(passage.chunk.text)), -passage.score))


def word_pairs(text: str) -> set[str]:
    """Every two neighbouring characters."""
    key = normalise_label(simplify(text))
    return {key[place : place + 2] for place in range(len(key) - 1)}


def sentences(chunk: Chunk) -> Iterator[Chunk]:
    """The sentences of a chunk, each quotable by itself."""
    for part in _SENTENCE.findall(chunk.text):
        if part.strip():
            yield replace(chunk, text=part.strip())


def joined(chunk: Chunk, first: Chunk, last: Chunk) -> Chunk:
    """The stretch of a chunk from one of its sentences to a later one."""
    start = chunk.text.index(first.text)
    end = chunk.text.index(last.text, start) + len(last.text)
    return replace(chunk, text=chunk.text[start:end])


def distinct(passages: Sequence[Passage], limit: int) -> list[Passage]:
    """The best passages, none of which says what another says."""
    kept: list[Passage] = []
    for passage in passages:
        text = normalise_label(passage.chunk.text)
        if not any(text in normalise_label(other.chunk.text) or normalise_label(other.chunk.text) in text for other in kept):
            kept.append(passage)
        if len(kept) == limit:
            break
    return kept
