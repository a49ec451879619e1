"""The documents' own words told: definitions, reasons, duties, codes, lists; quoted in full, each with its place.

passage  →  文件给出的原因： / > 主要原因是人员经费增加；代管项目增加。[1]
entries  →  共列出 5 项： / - 办公室 / - 安全生产综合协调股 …
"""

from __future__ import annotations

from decimal import Decimal

from answering.evaluating.result import Quoted as WordsOfDocuments
from answering.query.tree import Count, Define, Passage
from answering.telling.draft import Cited, Draft, Echo, Line, Number, Piece, Quoted, line
from answering.telling.labels import Voice, and_more, tally, told
from disclosure.amount import Amount, Unit
from disclosure.answer import Status, Verdict

ENTRIES = 80  # of a list, shown one by one
OTHERWISE = "文件里的相关说明："
_GIVEN, _LISTED = ("依据", "必要性", "计划", "目标", "构成", "用途", "时间", "地点", "主体"), ("职责", "机构", "编码")
_LEADS = {"原因": "文件给出的原因：", "措施": "文件写明的制度和措施：", "概况": "文件里的概况："}
_LEADS |= {facet: f"文件写明的{facet}：" for facet in _GIVEN} | {facet: f"文件所列{facet}：" for facet in _LISTED}


@told.register
def quoted(outcome: WordsOfDocuments, voice: Voice) -> Draft:
    """What the documents say, or the entries that they list, with the place."""
    passages, node = outcome.passages, outcome.node
    lead: tuple[Piece | str, ...] = (_LEADS.get(node.facet or "", OTHERWISE) if isinstance(node, Passage) else OTHERWISE,)
    if isinstance(node, Define):
        lead = (Echo(node.said or node.term), "在文件里这样解释：")
    if outcome.code is not None:
        code = next((chunk for chunk in passages if outcome.code in chunk.text), None)
        lead = (*lead, Echo(outcome.code, code), Cited((code,) if code else ()))
    lines = [line(*lead, headline=True), *(line(Quoted(chunk.text, chunk), headline=True) for chunk in passages)]
    if outcome.entries:
        lines = [_counted(outcome)]
        for entry in outcome.entries[:ENTRIES]:
            source = next((one for one in passages if entry in one.text), next(iter(passages), None))
            lines.append(line("- ", Echo(entry, source), headline=True))
        lines += and_more(outcome.entries, ENTRIES)
    return Draft(Status.ANSWERED, (*lines, *(line(*voice.place(one)) for one in passages[:1])))


def _counted(outcome: WordsOfDocuments) -> Line:
    """How many entries the text lists, which no digit of it prints; a value of the answer where that is asked for."""
    if not isinstance(outcome.node, Count):
        return line("文件逐条列出 ", tally(len(outcome.entries), "项"), "：", Cited(outcome.passages), headline=True)
    amount = Amount(Decimal(len(outcome.entries)), Unit.parse("个"))
    count = Number(amount, "文件所列", Verdict.PROSE, None, outcome.passages, bold=True, entries=outcome.entries)
    return line("文件逐条列出的共 ", count, "：", headline=True)
