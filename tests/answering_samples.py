"""Hand-made disclosures for the answering tests: an invented bureau, two years, with the hard cases in small.

Two projects of one name, an empty table with a note, a blank cell, a form in 元, a contradiction between form and
table, a printed increase, a wide three-public row in the second year, and text that tries to be Markdown.
"""

import hashlib

from disclosure.amount import Unit, parse_amount
from disclosure.document import BBox, Chunk, ChunkKind, Disclosure, Level, Provenance, Stage, Table, TableKind
from disclosure.figure import Aspect, Discrepancy, Figure
from retrieval.library import Library

ENTITY = "云岭县水务局"
FUNCTIONAL = ("2026年预算数", "合计"), ("2026年预算数", "基本支出"), ("2026年预算数", "项目支出")
ECONOMIC = ("2026年预算数", "合计"), ("2026年预算数", "人员经费"), ("2026年预算数", "公用经费")
PROJECT = ("合计",), ("2026年财政拨款", "一般公共预算")
EXPENDITURE_ROWS = (
    (("合计",), None, "1,000.00", "400.00", "600.00"),
    (("213", "农林水支出"), "213", "960.00", "360.00", "600.00"),
    (("21303", "水利"), "21303", "960.00", "360.00", "600.00"),
    (("2130301", "行政运行"), "2130301", "360.00", "360.00", ""),
    (("2130306", "水利工程运行与维护"), "2130306", "600.00", "", "600.00"),
    (("2130399", "会议费"), "2130399", "1.50", "1.50", ""),
    (("221", "住房保障支出"), "221", "40.00", "40.00", ""),
    (("2210299", "会议费"), "2210299", "2.50", "2.50", ""),
    (("2210201", "住房公积金"), "2210201", "40.00", "40.00", ""),
)
ECONOMIC_ROWS = (
    (("合计",), None, "400.00", "350.00", "50.00"),
    (("基本工资", "工资奖金津补贴"), None, "200.00", "200.00", ""),
    (("津贴补贴", "工资奖金津补贴"), None, "110.00", "110.00", ""),
    (("住房公积金", "住房公积金"), None, "40.00", "40.00", ""),
    (("办公费", "办公经费"), None, "30.00", "", "30.00"),
    (("公务接待费", "公务接待费"), None, "20.00", "", "20.00"),
)
PROJECT_ROWS = (
    ((ENTITY,), None, "600.00", "600.00"),
    (("2026年河道清淤工程",), None, "400.00", "400.00"),
    (("2026年护堤员工资",), None, "120.00", "120.00"),
    (("2025年护堤员工资",), None, "60.00", "60.00"),
    (("2025年经费",), None, "12.50", "12.50"),
    (("2025年经费",), None, "7.50", "7.50"),
    (("<img src=x>[点我](http://a.b)工程",), None, "0.00", ""),
)


class Maker:
    """Collects the parts of one disclosure."""

    def __init__(self, name, entity, year, stage=Stage.BUDGET, level=Level.UNIT):
        self.id = hashlib.sha256(name.encode()).hexdigest()
        self.name, self.entity, self.year, self.stage, self.level = name, entity, year, stage, level
        self.figures, self.tables, self.chunks, self.discrepancies = [], [], [], []

    def table(self, kind, title, page, columns, rows, unit="万元", notes=(), project=None):
        """Rows are (row path, subject code, text of each column); the first is a total unless it has a code."""
        table_id = f"{self.id[:12]}-t{len(self.tables)}"
        place = Provenance(self.id, page, BBox(50, 50, 500, 700), table_id)
        empty = not any(any(texts) for _, _, *texts in rows)
        self.tables.append(Table(table_id, None, title, kind, Unit.parse(unit), f"单位：{unit}", (), (place,), "", notes, empty, project))
        for number, (path, code, *texts) in enumerate(rows):
            for column, text in enumerate(texts):
                cell = Provenance(
                    self.id, page, BBox(100 + 60 * column, 60 + 12 * number, 155 + 60 * column, 71 + 12 * number), table_id, number, column
                )
                named = (
                    path[0] if path and not code and kind is TableKind.BASIC_ECONOMIC else path[-1] if path else None
                )  # as ingest tells it
                measure = named or columns[column][-1]
                self._figure(
                    text, parse_amount(text, Unit.parse(unit)), measure, code, path, columns[column], cell, kind,
                    title, table_id, project, is_total=path[-1:] in (("合计",), (self.entity,)), depth=(len(code) - 3) // 2 if code else 0,
                )  # fmt: skip

    def said(self, sentence, measure, text, page, aspect=Aspect.AMOUNT, year=None, column=(), basis=None, above=()):
        """A number of the text."""
        place = Provenance(self.id, page, BBox(60, 100, 500, 120))
        self._figure(
            text, parse_amount(text), measure, None, (*above, measure), column, place, None, None, None, None, aspect=aspect,
            sentence=sentence, basis=basis, year=year,
        )  # fmt: skip

    def chunk(self, text, heading, page, kind=ChunkKind.TEXT):
        """A passage."""
        number = f"{self.id[:12]}-c{len(self.chunks)}"
        self.chunks.append(Chunk(number, kind, text, " ".join((*heading, text)), heading, Provenance(self.id, page), page))

    def disclosure(self):
        """All of it."""
        return Disclosure(
            self.id, self.name + ".pdf", self.entity, self.year, self.stage, self.level, (), (), tuple(self.tables), tuple(self.figures),
            tuple(self.chunks), (), (), tuple(self.discrepancies),
        )  # fmt: skip

    def _figure(
        self, text, amount, measure, code, path, column, place, kind, title, table_id, project, aspect=Aspect.AMOUNT, sentence=None,
        basis=None, is_total=False, depth=0, year=None,
    ):  # fmt: skip
        self.figures.append(
            Figure(
                self.id, len(self.figures), text, amount, self.entity, year or self.year, self.stage, self.level, measure, aspect, code,
                path, column, is_total, table_id, title, kind, project, sentence, basis, place, depth,
            )
        )  # fmt: skip


def bureau_2026():
    """The bureau's budget of 2026."""
    made = Maker("bureau2026", ENTITY, 2026)
    made.table(
        TableKind.SUMMARY, "2026年预算收支总表", 3, (("支出", "2026年合计"),),
        ((("十二、农林水支出",), None, "960.00"), (("五、教育支出",), None, ""), (("支出总计",), None, "1,000.00")),
    )  # fmt: skip
    made.table(TableKind.EXPENDITURE, "2026年预算支出总表", 4, FUNCTIONAL, EXPENDITURE_ROWS)
    made.table(TableKind.BASIC_ECONOMIC, "2026年一般公共预算安排基本支出分经济科目表", 5, ECONOMIC, ECONOMIC_ROWS)
    made.table(
        TableKind.THREE_PUBLIC, "2026年“三公”经费支出预算表", 6, (("2026年预算数", "合计"),),
        ((("因公出国（境）费",), None, ""), (("合计",), None, "")), notes=("注：本表无数据",),
    )  # fmt: skip
    made.table(TableKind.PROJECT, "2026年项目支出预算表", 7, PROJECT, PROJECT_ROWS)
    form = (("项目资金(元)", "年度资金总额:"), None, "1,200,000"), (("绩效指标", "产出指标", "数量指标", "护堤员人数"), None, "20人")
    made.table(TableKind.PERFORMANCE_FORM, "项目支出绩效目标表", 9, (("年度目标", "指标值"),), form, unit="元", project="2026年护堤员工资")
    sentence = "2026年预算支出总计1,000.00万元，比上年增加200.00万元，增长25.00%，主要原因是河道工程增加。"
    made.said(sentence, "预算支出总计", "1,000.00万元", 11)
    made.said(sentence, "预算支出总计", "200.00万元", 11, Aspect.INCREASE, basis="比上年")
    made.said(sentence, "预算支出总计", "25.00%", 11, Aspect.GROWTH_RATE, basis="比上年")
    made.said("政府采购预算总额88.80万元。", "政府采购预算总额", "88.80万元", 12)
    made.said("河道清淤工程安排资金4000万元。", "河道清淤工程", "4000万元", 13)
    made.discrepancies.append(Discrepancy((made.figures[_at(made, "2026年河道清淤工程")], made.figures[-1]), "两处不一致"))
    made.chunk(sentence, ("第三部分 情况说明", "一、收支变动情况及原因"), 11)
    made.chunk("本单位无“三公”经费预算。", ("第三部分 情况说明", "七、“三公”经费"), 11)
    made.chunk("机关运行经费：指为保障行政单位运行用于购买货物和服务的各项资金。", ("名词解释", "机关运行经费"), 15, ChunkKind.DEFINITION)
    made.chunk("根据云水发〔2025〕8号文件。", ("项目支出绩效目标表", "2026年护堤员工资", "立项依据"), 9)
    made.chunk("内设机构：办公室、规划股、河湖股。", ("第一部分 概况", "二、机构设置"), 2)
    return made.disclosure()


def bureau_2025():
    """The same bureau's budget of 2025, with a wide three-public row."""
    made = Maker("bureau2025", ENTITY, 2025)
    top, cars = "2025年“三公”经费预算数", "公务用车购置及运行费"
    wide = (top, "合计"), (top, cars, "小计"), (top, cars, "购置费"), (top, cars, "运行费")
    made.table(TableKind.THREE_PUBLIC, "2025年“三公”经费预算表", 6, wide, (((), None, "32.00", "30.00", "25.00", "5.00"),))
    made.table(TableKind.EXPENDITURE, "2025年预算支出总表", 4, FUNCTIONAL, ((("2210201", "住房公积金"), "2210201", "38.00", "38.00", ""),))
    return made.disclosure()


def _at(made, label):
    return next(figure.number for figure in made.figures if figure.row_path[-1:] == (label,))


def bureau_library(folder):
    """A library with both."""
    library = Library.open(folder / "index")
    for disclosure in (bureau_2026(), bureau_2025()):
        path = folder / disclosure.file_name
        path.write_bytes(b"%PDF-1.4 hand-made " + disclosure.file_name.encode())
        library.add(disclosure, path)
    return library
