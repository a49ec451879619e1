"""Subjects by their names and amounts by subject, as the school, the transport bureau and the sports bureau print them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tests.form_samples.sheets import ZERO

SUBJECTS = {
    "205": "教育支出",
    "20503": "职业教育",
    "2050302": "中等职业教育",
    "20508": "进修及培训",
    "2050803": "培训支出",
    "207": "文化旅游体育与传媒支出",
    "20703": "体育",
    "2070301": "行政运行",
    "2070302": "一般行政管理事务",
    "2070305": "体育竞赛",
    "2070306": "体育训练",
    "2070307": "体育场馆",
    "2070308": "群众体育",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080502": "事业单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "20808": "抚恤",
    "2080801": "死亡抚恤",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗",
    "2101102": "事业单位医疗",
    "2101103": "公务员医疗补助",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120804": "农村基础设施建设支出",
    "214": "交通运输支出",
    "21401": "公路水路运输",
    "2140101": "行政运行",
    "2140102": "一般行政管理事务",
    "2140104": "公路建设",
    "2140106": "公路养护",
    "2140112": "公路运输管理",
    "21406": "车辆购置税支出",
    "2140601": "车辆购置税用于公路等基础设施建设支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "2210202": "提租补贴",
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    "2296003": "用于体育事业的彩票公益金支出",
    "2296004": "用于教育事业的彩票公益金支出",
}

Amounts = Mapping[str, Decimal]


def tree(*columns: Amounts) -> list[tuple[str, str, list[Decimal]]]:
    """(code, name, one amount a column) for every class, section and item, in code order."""
    codes = sorted({code[:length] for column in columns for code in column for length in (3, 5, 7)})
    return [(code, SUBJECTS[code], [sum((v for k, v in c.items() if k.startswith(code)), ZERO) for c in columns]) for code in codes]


def classes(column: Amounts) -> dict[str, Decimal]:
    """The sum of each class by its name."""
    return {name: values[0] for code, name, values in tree(column) if len(code) == 3}


def add(*columns: Amounts) -> dict[str, Decimal]:
    """The columns added up."""
    return {code: sum((c.get(code, ZERO) for c in columns), ZERO) for code in sorted({k for c in columns for k in c})}
