"""A library of names alone, of units that do not exist, for the tests of understanding."""

from dataclasses import dataclass

from disclosure.document import Level, Stage
from disclosure.errors import UnknownNameError
from retrieval.figure_writer import LabelRole

WATER = "柏溪县水务局"
STREET = "宁江市清河区人民政府青溪街道办事处"
OFFICE = "宁江市清河区人民政府办公室"
PARTY = "中共宁江市清河区委社区治理部"
JUSTICE = "宁江市清河区司法局"


@dataclass(frozen=True)
class NamedRecord:
    """As much of a document record as understanding reads."""

    id: str
    file_name: str
    entity: str | None
    fiscal_year: int | None
    stage: Stage | None
    level: Level | None
    figures: int = 100


RECORDS = (
    NamedRecord("water26", "water_2026.pdf", WATER, 2026, Stage.BUDGET, Level.UNIT),
    NamedRecord("street23", "street_2023.pdf", STREET, 2023, Stage.BUDGET, Level.DEPARTMENT),
    NamedRecord("street24", "street_2024.pdf", STREET, 2024, Stage.BUDGET, Level.DEPARTMENT),
    NamedRecord("office25", "office_2025.pdf", OFFICE, 2025, Stage.BUDGET, Level.DEPARTMENT),
    NamedRecord("party24", "party_2024.pdf", PARTY, 2024, Stage.FINAL_ACCOUNTS, Level.DEPARTMENT),
    NamedRecord("justice26", "justice_2026.pdf", JUSTICE, 2026, Stage.BUDGET, Level.UNIT),
)
PROJECTS = (
    "2026年河道巡查员工资",
    "2025年河道巡查员工资",
    "2026年水库管护经费",
    "2026年水情监测平台专线及电信、移动服务费",
    "2026年水务局公益岗位人员补助资金",
)
ROWS = (
    "社会保障和就业支出",
    "机关事业单位基本养老保险缴费支出",
    "住房公积金",
    "行政运行",
    "事业运行",
    "一般行政管理事务",
    "公共法律服务",
    "基本工资",
    "津贴补贴",
    "绩效工资",
    "办公费",
    "水费",
    "电费",
    "邮电费",
    "离休费",
    "退休费",
    "租赁费",
    "会议费",
    "公务接待费",
    "公务用车购置费",
    "人员经费",
    "公用经费",
    "收入总计",
    "支出总计",
    "本年支出合计",
    "政府采购货物预算",
    "政府采购服务预算",
    "各职能部门办公室经费",
)
PROSE = ("执法执勤用车", "一般公务用车", "公务用车", "房屋面积", "固定资产", "河道巡查员数量", "单价100万元以上设备")
COLUMNS = ("合计", "基本支出", "项目支出", "人员经费", "公用经费", "决算数", "年初预算数")
FORMS = ("水库管护经费", "文体活动经费")


class NamesOnly:
    """A library that knows names; it has no figures, so that nothing of them can leak into a plan."""

    version = "1"

    def __init__(self, records=RECORDS):
        self._records = tuple(records)

    def documents(self):
        return self._records

    def document(self, name):
        for record in self._records:
            if name in (record.id, record.file_name, record.file_name.removesuffix(".pdf")):
                return record
        raise UnknownNameError(f"没有收录这份文件：{name}")

    def labels(self, document_ids=None, roles=None):
        ids = set(document_ids if document_ids is not None else [r.id for r in self._records])
        names = []
        for role in roles or tuple(LabelRole):
            if role is LabelRole.ROW:
                names += [*ROWS, *(PROJECTS if "water26" in ids else ())]
            elif role is LabelRole.PROSE:
                names += PROSE
            elif role is LabelRole.COLUMN:
                names += COLUMNS
            elif role is LabelRole.PROJECT and ids & {"water26", "street23"}:
                names += FORMS
        return tuple(dict.fromkeys(names))
