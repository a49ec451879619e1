"""One question asked in many ways has one answer; another year or another unit never has the old one.

The questions are made from the figures: a row whose name means one figure in its document is asked for in every wording below.
"""

import random
import re
from collections import defaultdict
from pathlib import Path

import pytest

from answering.binding.units import parse_unit
from disclosure.answer import Status
from disclosure.document import Stage
from retrieval.names import is_generic

SHARED = Path(__file__).parent.parent.parent / "shared"
NAME = re.compile("(?!.*(?:合计|总计)$)[\u4e00-\u9fff]{3,14}")
STAGES = {Stage.BUDGET: "预算", Stage.FINAL_ACCOUNTS: "决算"}

# {u} the unit in full, {s} its short name, {y} the year, {k} 预算 or 决算, {x} the row, {m} the unit of its figure
WORDINGS = [
    "{u}{y}年{x}是多少",
    "{s}{y}年{x}是多少{m}？",
    "{y}年{s}{x}多少",
    "{y}年{s}的{x}{k}是多少钱",
    "请问{s}{y}年{x}多少？谢谢",
    "麻烦帮我查一下，{s}{y}年的{x}是多少，谢谢！",
    "你好，我想知道{s}{y}年{x}有多少{m}",
    "{x}，{s}{y}年，多少",
    "{x}多少？{s}{y}年的",
    "{s} {y} {x} 多少",
    "{y}年度{s}安排的{x}一共是多少呀",
    "“{x}”在{s}{y}年{k}里是多少",
    "{s}{y}年{k}中{x}的数额",
    "告诉我{s}{y}年{x}的金额",
]


def unmistakable(workspace, count, seed):
    """(record, name, amount) of rows whose name means one amount in all documents of their unit and year."""
    values, records = defaultdict(set), {}
    for record in workspace.documents():
        if not record.entity or not record.fiscal_year or not record.stage:
            continue
        for figure in workspace.library.figures(record.id):
            if figure.table_id is None or figure.amount is None or figure.amount.unit is None or not figure.amount.unit.is_money:
                continue
            key = record.entity, record.fiscal_year, re.sub("^[一二三四五六七八九十]+、", "", figure.measure)
            values[key].add(None if figure.project else figure.amount.in_base)
            records[key] = record
    found = [
        (records[key], key[2], next(iter(amounts)))
        for key, amounts in values.items()
        if len(amounts) == 1 and None not in amounts and NAME.fullmatch(key[2]) and not is_generic(key[2])
    ]
    random.Random(seed).shuffle(found)
    return found[:count]


def worded(wording, record, label):
    return wording.format(
        u=record.entity, s=parse_unit(record.entity).body, y=record.fiscal_year, k=STAGES[record.stage], x=label, m="万元"
    )


def headline(answer):
    return answer.claims[0].amount.in_base if answer.status is Status.ANSWERED and answer.claims else None


def check_wordings(workspace, count, seed, least):
    wrong, refused, asked = [], [], 0
    for record, label, amount in unmistakable(workspace, count, seed):
        for wording in WORDINGS:
            question = worded(wording, record, label)
            got = headline(workspace.ask(question))
            asked += 1
            if got is None:
                refused.append(question)
            elif abs(got - amount) > 51:  # 万元 asked of a figure in 元 is rounded to two decimals
                wrong.append((question, got, amount))
    assert asked >= count * len(WORDINGS) // 2
    assert not wrong, wrong[:10]
    assert len(refused) <= (1 - least) * asked, refused[:20]


def check_other_scopes(workspace, count, seed):
    """Another year, and a unit that is not there: never this figure."""
    years = defaultdict(set)
    for record in workspace.documents():
        years[record.entity].add(record.fiscal_year)
    leaked = []
    for record, label, amount in unmistakable(workspace, count, seed):
        plain = f"{record.entity}{{}}年{label}是多少"
        for year in (record.fiscal_year - 7, record.fiscal_year + 3):
            answer = workspace.ask(plain.format(year))
            if headline(answer) == amount:
                leaked.append((plain.format(year), answer.text))
        stranger = f"九峰县渔政管理局{record.fiscal_year}年{label}是多少"
        if headline(workspace.ask(stranger)) is not None:
            leaked.append((stranger, ""))
    assert not leaked, leaked[:10]


def test_the_sample_in_many_wordings(workspace):
    check_wordings(workspace, 40, 3, 0.97)


def test_another_year_or_unit_of_the_sample(workspace):
    check_other_scopes(workspace, 40, 4)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real disclosures (../shared) are not beside the project")
def test_real_disclosures_in_many_wordings(shared_workspace):
    check_wordings(shared_workspace, 100, 5, 0.97)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real disclosures (../shared) are not beside the project")
def test_another_year_or_unit_of_real_disclosures(shared_workspace):
    check_other_scopes(shared_workspace, 100, 6)
