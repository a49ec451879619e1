"""The documents' own words told: definitions, reasons, duties, codes, lists; quoted in full, each with its place.

passage  →  文件给出的原因： / > 主要原因是人员经费增加；代管项目增加。[1]
entries  →  共列出 5 项： / - 办公室 / - 安全生产综合协调股 …
"""

from __future__ import annotations

from decimal import Decimal

from answering.evaluating.result import Quoted as Words_of_documents
from answering.query.tree import Count, Define, Passage
from answering.telling.draft import Cited, Draft, Echo, Line, Number, Piece, Quoted, Source, Words
from answering.telling.phrases import Voice, tally
from answering.telling.told import told
from disclosure.amount import Amount, Unit
from disclosure.answer import Status, Verdict

ENTRIES = 80  # of a list, shown one by one
_LEADS = {
    "原因": "文件给出的原因：",
    "依据": "文件写明的依据：",
    "职责": "文件所列职责：",
    "机构": "文件所列机构：",
    "必要性": "文件写明的必要性：",
    "措施": "文件写明的制度和措施：",
    "计划": "文件写明的计划：",
    "目标": "文件写明的目标：",
    "构成": "文件写明的构成：",
    "用途": "文件写明的用途：",
    "编码": "文件所列编码：",
    "时间": "文件写明的时间：",
    "地点": "文件写明的地点：",
    "主体": "文件写明的主体：",
    "概况": "文件里的概况：",
}
OTHERWISE = "文件里的相关说明："


@told.register
def _(outcome: Words_of_documents, voice: Voice) -> Draft:
    lines = [Line(_lead(outcome), headline=True)]
    sources: tuple[Source, ...] = outcome.passages
    if outcome.code is not None:
        code = next((chunk for chunk in outcome.passages if outcome.code in chunk.text), None)
        lines[0] = Line((*lines[0].pieces, Echo(outcome.code, code), Cited((code,) if code else ())), headline=True)
    if outcome.entries:
        lines = [_counted(outcome), *(_entry(entry, sources) for entry in outcome.entries[:ENTRIES])]
    elif sources:
        lines += [Line((Quoted(chunk.text, chunk),), headline=True) for chunk in outcome.passages]
    if outcome.passages:
        lines.append(Line(voice.place(outcome.passages[0])))
    return Draft(Status.ANSWERED, tuple(lines))


def _lead(outcome: Words_of_documents) -> tuple[Piece, ...]:
    node = outcome.node
    if isinstance(node, Define):
        return (Echo(node.said or node.term), Words("在文件里这样解释："))
    if isinstance(node, Passage):
        return (Words(_LEADS.get(node.facet or "", OTHERWISE)),)
    return (Words(OTHERWISE),)


def _counted(outcome: Words_of_documents) -> Line:
    """How many entries the text lists, which no digit of it prints; a value of the answer where that is asked for."""
    if not isinstance(outcome.node, Count):
        return Line((Words("文件逐条列出 "), tally(outcome.entries, "项"), Words("："), Cited(outcome.passages)), headline=True)
    amount = Amount(Decimal(len(outcome.entries)), Unit.parse("个"))
    count = Number(amount, "文件所列", Verdict.PROSE, None, outcome.passages, bold=True, entries=outcome.entries)
    return Line((Words("文件逐条列出的共 "), count, Words("：")), headline=True)


def _entry(entry: str, sources: tuple[Source, ...]) -> Line:
    source = next((one for one in sources if entry in getattr(one, "text", "")), sources[0] if sources else None)
    piece: Piece = Quoted(entry, source, block=False) if source is not None else Echo(entry)
    return Line((Words("- "), Echo(entry, source) if source is not None else piece), headline=True)
