"""A plan proposed by a model where the rules are unsure: read from JSON, held to what was issued, to the question, to the scope.

    {"operation": "share", "selectors": [{"label": "L2"}], "share_of": {"label": "L1"}}
    →  SHARE of 公用经费 in 基本支出, of the unit and year that the rules found, decided by the model

Unit, year and stage are the rules' alone: a proposal chooses rows, and columns and tables that the question names.
A proposal that does not agree with the question (agreement.py) is no plan; its rows are offered for the asker to choose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from answering.agreement import is_asked, left_over, operation_said, order_said, said
from answering.consultation import Consultation
from answering.issued import Issued, listing, one_line
from answering.model import parse_json
from disclosure.amount import Amount
from disclosure.mention import find_numbers
from disclosure.question import DecidedBy, Operation, Plan, Selector
from prompts import load, unfenced
from retrieval.matching import normalise_label

MOST_SELECTORS = 6
MOST_OFFERED = 3
REPLY_TOKENS = 400
REPAIR_LENGTH = 2000  # characters of a broken reply that are sent back
NOTE = "问题的意思由模型理解，数由程序从文件中查出"
# Operations over all rows of a table: their rows are found by rules alone.
_OVER_ROWS = frozenset({Operation.RANK, Operation.COUNT, Operation.LIST})
_PAIRS = frozenset({Operation.DIFFERENCE, Operation.RATIO})
_OPERATIONS = {
    Operation.LOOKUP: "查一个或几个数",
    Operation.SUM: "几项相加",
    Operation.DIFFERENCE: "第一项减第二项",
    Operation.SHARE: "一项占另一项的比例",
    Operation.RATIO: "第一项是第二项的几倍",
    Operation.AVERAGE: "几项的平均",
    Operation.GROWTH: "比上年增减",
    Operation.PER_CAPITA: "金额除以人数",
    Operation.COMPARE: "几项哪个大",
    Operation.VERIFY: "核对问题里说的数",
    Operation.CONVERT: "换算单位",
    Operation.DEFINE: "解释一个词",
    Operation.EXPLAIN: "原因、依据、说明",
    Operation.NONE: "清单里没有，或者与公开文件无关",
}


@dataclass(frozen=True, slots=True)
class Picked:
    """One thing chosen, by the names that were issued."""

    label: str
    column: str | None = None  # None: not chosen
    table: str | None = None
    document: str | None = None  # an id


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reply less all that was not issued or not said."""

    operation: Operation
    picked: tuple[Picked, ...] = ()
    whole: Picked | None = None  # SHARE
    limit: int | None = None
    threshold: Amount | None = None
    claimed: tuple[Amount, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a proposal."""

    plan: Plan | None  # None: it is no answer
    why: str  # in Chinese, for the audit
    offered: tuple[str, ...] = field(default=())  # rows to ask back with


def propose(consultation: Consultation, question: str, history: Sequence[str], issued: Issued) -> Proposal | None:
    """Ask the model; None for a reply that proposes nothing.  ModelError when it does not answer."""
    values = {
        "question": unfenced(question),
        "history": "\n".join(map(one_line, history)) or "（无）",
        "operations": "\n".join(f"{operation.value}：{meaning}" for operation, meaning in _OPERATIONS.items()),
        "documents": listing(issued.described),
        "labels": listing(issued.labels),
        "columns": listing(issued.columns),
        "tables": listing(issued.tables),
    }
    schema = schema_of(issued)
    reply = consultation.ask(load("plan"), values, max_tokens=REPLY_TOKENS, schema=schema)
    found = parse_json(reply)
    if found is None:
        form = '{"operation": "…", "selectors": [{"label": "L1"}], "share_of": null}'
        again = {"reply": unfenced(reply[:REPAIR_LENGTH]), "form": form}
        found = parse_json(consultation.ask(load("repair"), again, max_tokens=REPLY_TOKENS, schema=schema))
    return None if found is None else read_proposal(found, issued, question)


def schema_of(issued: Issued) -> dict[str, object]:
    """The form of a proposal, with the numbers that were issued as the only choices."""
    picked = {
        "type": "object",
        "properties": {kind: {"enum": [*keys, None]} for kind, keys in issued.keys().items()},
        "required": ["label"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "operation": {"enum": [operation.value for operation in _OPERATIONS]},
            "selectors": {"type": "array", "items": picked, "maxItems": MOST_SELECTORS},
            "share_of": {"anyOf": [picked, {"type": "null"}]},
            "limit": {"type": ["integer", "null"]},
            "threshold": {"type": ["string", "null"]},
            "claimed": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["operation", "selectors"],
        "additionalProperties": False,
    }


def read_proposal(found: Mapping[str, object], issued: Issued, question: str) -> Proposal | None:
    """A JSON object as a proposal: unknown numbers, operations and amounts are dropped; None when nothing is left."""
    try:
        operation = Operation(str(found.get("operation", "")).strip().lower())
    except ValueError:
        return None
    selectors = found.get("selectors")
    picked = [one for item in (selectors if isinstance(selectors, list) else [])[:MOST_SELECTORS] if (one := _picked(item, issued))]
    claims = found.get("claimed")
    amounts = [amount for text in (claims if isinstance(claims, list) else [])[:4] if (amount := _amount_said(text, question))]
    return Proposal(
        operation,
        tuple(dict.fromkeys(picked)),
        _picked(found.get("share_of"), issued),
        _limit_said(found.get("limit"), question),
        _amount_said(found.get("threshold"), question),
        tuple(amounts),
    )


def _picked(item: object, issued: Issued) -> Picked | None:
    if isinstance(item, str):
        item = {"label": item}
    if not isinstance(item, dict):
        return None
    label = issued.labels.get(str(item.get("label")))
    if label is None:
        return None
    column, table, document = (str(item.get(kind)) for kind in ("column", "table", "document"))
    return Picked(label, issued.columns.get(column), issued.tables.get(table), issued.documents.get(document))


def _amount_said(text: object, question: str) -> Amount | None:
    """The amount of the question that `text` repeats; None for one that the question does not hold."""
    stated = [mention.amount for mention in find_numbers(str(text)[:60]) if mention.amount]
    held = [mention.amount for mention in find_numbers(question) if mention.amount]
    return stated[0] if len(stated) == 1 and stated[0] in held else None


def _limit_said(limit: object, question: str) -> int | None:
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= 100:
        return None
    words = "零一二三四五六七八九十"
    return limit if str(limit) in question or (limit <= 10 and words[limit] in question) else None


def judge(proposal: Proposal | None, rules: Plan, question: str) -> Judged:
    """The plan of a proposal that agrees with the question, within the scope that the rules found."""
    if proposal is None:
        return Judged(None, "模型的答复不成计划")
    if proposal.operation is Operation.NONE or not proposal.picked:
        return Judged(None, "模型没有选出任何一行")
    picked = (*proposal.picked, *((proposal.whole,) if proposal.whole else ()))
    asked = _asked(rules, question)
    offered = tuple(one.label for one in picked)[:MOST_OFFERED]
    why = _disagreement(proposal, rules, question, asked, picked)
    if why:
        return Judged(None, why, offered)
    plan = _plan(proposal, rules, f"{asked}\n{said(question)}")
    return Judged(plan, "提议与问题的用词一致") if plan else Judged(None, "提议的项数与问题的单位、年度配不上", offered)


def _asked(rules: Plan, question: str) -> str:
    """All words that the rules took for names; the whole question where they took none."""
    parts = [part for s in (*rules.selectors, rules.share_of) if s for part in (s.within, s.label, s.column_label, s.table_hint) if part]
    return "\n".join(dict.fromkeys(said(part) for part in parts)) or said(question)


def _disagreement(proposal: Proposal, rules: Plan, question: str, asked: str, picked: Sequence[Picked]) -> str | None:
    """Why a proposal is no answer to the question; None when it is one."""
    operation = proposal.operation
    if operation in _OVER_ROWS or not operation_said(operation, question, rules.operation):
        return f"问题没有说要“{operation.value}”"
    unasked = [one.label for one in picked if not is_asked(one.label, asked)]
    if unasked:
        return f"问题没有说“{unasked[0]}”"
    left = left_over(asked, [part for one in picked for part in (one.label, one.column or "", one.table or "")])
    if left:
        return f"问题里的“{left}”不在所选的行里"
    if operation is Operation.SHARE:
        if proposal.whole is None or len(proposal.picked) != 1:
            return "占比要有一个部分和一个整体"
        return None if order_said(operation, question, proposal.picked[0].label, proposal.whole.label) else "看不出哪个是整体"
    if operation in _PAIRS:
        if len(proposal.picked) != 2:
            return "要有两项才能相比"
        first, second = (one.label for one in proposal.picked)
        return None if order_said(operation, question, first, second) else "看不出哪一项在前"
    if operation is Operation.VERIFY and len(rules.claimed or proposal.claimed) != 1:
        return "没有要核对的数"
    return None


def _plan(proposal: Proposal, rules: Plan, asked: str) -> Plan | None:
    """The plan, each row in the unit and year of the rules; None where rows and scopes do not pair."""
    bases = list(dict.fromkeys(_bare(selector) for selector in rules.selectors)) or [Selector()]
    picked = proposal.picked
    if rules.operation is proposal.operation and proposal.operation in (Operation.GROWTH, Operation.PER_CAPITA):
        if len(picked) > 2 or not rules.selectors:
            return None
        labels = [picked[0], picked[-1]]
        paired = list(zip(rules.selectors[:2], labels, strict=False))
    elif proposal.operation in (Operation.GROWTH, Operation.PER_CAPITA):
        return None
    elif len(bases) == 1 or len(picked) == 1:
        paired = [(base, one) for one in picked for base in bases]
    elif len(bases) == len(picked):
        paired = list(zip(bases, picked, strict=True))
    else:
        return None
    whole = _selector(bases[0], proposal.whole, asked) if proposal.whole else None
    return replace(
        rules,
        operation=proposal.operation,
        selectors=tuple(_selector(base, one, asked) for base, one in paired),
        share_of=whole if proposal.operation is Operation.SHARE else None,
        limit=rules.limit or proposal.limit,
        threshold=rules.threshold or proposal.threshold,
        claimed=(rules.claimed or proposal.claimed) if proposal.operation is Operation.VERIFY else (),
        relation=rules.relation if rules.operation is proposal.operation else None,
        decided_by=DecidedBy.MODEL,
        reasons=(*rules.reasons, "规则没有得到答案，由模型提议"),
        note="；".join(filter(None, (rules.note, NOTE))),
    )


def _bare(selector: Selector) -> Selector:
    """A selector's scope alone."""
    kept = replace(selector, label=None, variants=(), within=None, column_label=None, table_kind=None, table_hint=None)
    return replace(kept, rows=None, dimension=None, in_prose=None)


def _selector(base: Selector, one: Picked, asked: str) -> Selector:
    """A row in the scope of the rules; the year in its name goes, since years are the rules' affair."""
    column = one.column if one.column and normalise_label(one.column) in asked else None
    table = one.table if one.table and normalise_label(one.table) in asked else None
    return replace(_bare(base), label=normalise_label(one.label), column_label=column, table_hint=table, dimension=base.dimension)
