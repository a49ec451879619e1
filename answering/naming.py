"""One phrase less its words of asking → what it names: a row, a column of it, and what it stands under.

"行政运行的基本支出"             →  label 行政运行, column 基本支出
"文体活动经费项目的资金总额"     →  label 资金总额 within 文体活动经费
"绩效工资预算数"                 →  label 绩效工资, stage 预算
"一般公共预算基本支出"           →  label 基本支出 in the table of the general public budget
"""

from __future__ import annotations

import re
from dataclasses import replace

from answering.english_words import by_words
from answering.parts_of_reading import Part
from answering.vocabulary import Vocabulary
from answering.wording import Asking, trim
from disclosure.document import Stage, TableKind
from disclosure.terms import subjects_named, synonyms, word_groups

# Columns of standard forms; a phrase that ends in one asks for that column of the row before it.
COLUMNS = (
    "基本支出|项目支出|人员经费|公用经费|上缴上级支出|经营支出|对附属单位补助支出|"
    "一般公共预算(?:财政拨款|拨款|资金)?|政府性基金(?:预算)?(?:财政拨款|拨款|资金)?|国有资本经营(?:预算)?(?:财政拨款|拨款|资金)?|财政拨款(?:收入)?|"
    "财政专户(?:管理)?资金|单位资金|事业收入|事业单位经营收入|经营收入|其他收入|上级补助收入|附属单位上缴收入|"
    "年初预算数?|全年预算数?|调整预算数?|预算调整数|当年预算安排|上年结转安排|(?:当年)?预算执行数|(?:当年)?执行数|决算数?|预算数?|支出数|实际支出数?|"
    "合计数?|小计|金额|指标值|增减额|增减率"
)
_STAGES = {"预算": Stage.BUDGET, "预算数": Stage.BUDGET, "决算": Stage.FINAL_ACCOUNTS, "决算数": Stage.FINAL_ACCOUNTS}
# 收入预算, 总预算: the whole, of which 预算 is part of the name
_WHOLES = re.compile(
    r"(?:部门|单位|本年|年度|财政拨款|全年|全部|总|一般公共|政府性?基金|国有资本经营)*(?:收入|支出|收支|收入支出|"
    r"总|部门|单位|一般公共|政府性?基金|国有资本经营|政府采购)?"
)
_FUNDS = {
    "一般公共预算": TableKind.GENERAL_EXPENDITURE,
    "政府性基金": TableKind.GOVERNMENT_FUND,
    "国有资本经营": TableKind.STATE_CAPITAL,
}
_GENERIC = re.compile("项目|表|文件|说明|报告|材料|文档|公开")
_JOINTS = (
    r"(?:这一?(?:项|行|栏|科目)|那一?(?:项|行|栏)|一(?:项|行|栏)|科目)?(?P<joint>里面?的?|(?<![集其])中(?![心央])的?|"
    r"当中的?|之中的?|下面?的?|项下的?|内的?|的|[:：,，\s]+)?"
)
# 行政运行的本年支出合计: a column after a row; alone it is a row
_OF_YEAR = "(?<=的)(?<!单位的)(?<!部门的)本年(?:收入|支出)合计"
_COLUMN_AT_END = re.compile(rf"^(?P<row>.+?){_JOINTS}(?P<column>{_OF_YEAR}|{COLUMNS})$")
_COLUMN_ALONE = re.compile(rf"^(?:的|其中)*(?P<column>{COLUMNS})(?:[这那]?一?[列栏格])?$")
_WITHIN = re.compile(
    r"^(?P<outer>.{2,}?)(?:里[面头边]?的?|(?<![集其])中(?![心央小学医介国共层期标转级等])的?|当中的?|之中的?|项下的?|下面的?)(?P<inner>.{2,})$"
)
_OF = re.compile(r"^(?P<outer>.{2,}?)(?:这个|这一)?(?:项目)?的(?P<inner>.{2,})$")
# What a project's form prints of each project.
FORM_FIELDS = re.compile(
    r"(?:项目|年度|实施期|当年|其中|本年|中央|省级|市县|上年|申报|计划|预算)*(?:资金|财政拨款|财政资金|拨款|总额|"
    r"经费总额|总投入|单位自筹|其他资金|总预算|指标值?|数量指标|成本指标|质量指标|时效指标|满意度)(?:总额|指标|数|"
    r"合计|结转(?:资金)?)*"
)
# The whole: what stands before a column without narrowing it to a row.
_TOTALS = re.compile(
    r"(?:(?:部门|单位|全部|整体|总体|本级|本年度?|当年|年度|支出|收入|预算|决算|总|全)*(?:总?支出|总?预算|总?决算|"
    r"总盘子|盘子)(?:合计|总计|总额|总数|预算|决算)?|合计|总计|总额|全部|(?:支出|收入)?合计行?|总数|总的|整体|"
    r"全口径)"
)
_OF_CODE = re.compile("(?:[这那该]个?)?(?:类|款|项)?(?:级)?(?:支出)?(?:科目)?(?:合计|总计|小计|支出)?数?")
_GENERAL_TAIL = re.compile(
    r"(?:的)?(?:预算|决算|预决算)?(?:的)?(?:总?金额|数额|总数|数目|总量|预算数|预算|决算数|决算|支出数|安排数|开销|花销)$"
)
_LEVEL_NOUN = re.compile(r"(?:支出)?(?:科目|“?项”?|“?款”?|“?类”?)$")


def name_part(asking: Asking, base: Part, vocabulary: Vocabulary) -> Part:
    """The part that a phrase names; `base` holds what its marks said (table, code, year, unit)."""
    text = asking.text.replace("“", "").replace("”", "").strip()
    if not vocabulary.knows(text):
        text = re.sub(r"[(（](?:不?含|包括|不包括|其中)[^)）]+[)）]?", "", text).strip()
    part = replace(base, dimension=asking.dimension)
    if not text or (base.code and _OF_CODE.fullmatch(text)):
        return part
    if vocabulary.knows(text):
        return replace(part, label=text, variants=_variants(text, vocabulary))
    if _TOTALS.fullmatch(text) and text not in _STAGES:
        return replace(part, label=text)
    for reader in (_stage_in_front, _column_alone, _row_with_column, _inside, _field_of_form):
        if found := reader(part, text, vocabulary):
            return found
    label = _GENERAL_TAIL.sub("", text) or text
    return replace(part, label=label, variants=_variants(label, vocabulary, text))


def _stage_in_front(part: Part, text: str, vocabulary: Vocabulary) -> Part | None:
    """决算本年支出合计: the state first, then the row."""
    led = re.match(r"(预算|决算)(?:数|中|里|的)?(?P<rest>.{2,})", text)
    if not led or vocabulary.holds(text) or not (vocabulary.holds(led["rest"]) or _TOTALS.fullmatch(led["rest"])):
        return None
    asking = Asking(led["rest"], True, dimension=part.dimension)
    return name_part(asking, replace(part, stage=_STAGES[led[1]]), vocabulary)


def _column_alone(part: Part, text: str, _: Vocabulary) -> Part | None:
    """年初预算, 其中项目支出: a column, whose row was named before."""
    match = _COLUMN_ALONE.match(text)
    if not match:
        return None
    column = match["column"]
    if column in _STAGES:
        return replace(part, stage=_STAGES[column])
    return replace(part, column=column, stage=stage_of(column)) if _is_amount_column(column) else replace(part, label=column)


def _row_with_column(part: Part, text: str, vocabulary: Vocabulary) -> Part | None:
    """行政运行的基本支出."""
    match = _COLUMN_AT_END.match(text)
    split = _row_and_column(match, vocabulary) if match else None
    return replace(part, **split) if split else None  # type: ignore[arg-type]


def _inside(part: Part, text: str, vocabulary: Vocabulary) -> Part | None:
    """三公经费里的公务接待费: what stands under another name."""
    match = _WITHIN.match(text)
    if not match or vocabulary.holds(text):
        return None
    outer, inner = trim(match["outer"], vocabulary), trim(match["inner"], vocabulary)
    if not outer or not inner:
        return None
    if _GENERIC.fullmatch(outer):
        return replace(part, label=inner, variants=_variants(inner, vocabulary))
    if _TOTALS.fullmatch(outer):
        stage = Stage.FINAL_ACCOUNTS if "决算" in outer else Stage.BUDGET if "预算" in outer else None
        return replace(part, label=inner, stage=stage, variants=_variants(inner, vocabulary))
    return replace(part, label=inner, within=outer, variants=_variants(inner, vocabulary))


def _field_of_form(part: Part, text: str, vocabulary: Vocabulary) -> Part | None:
    """文体活动经费项目的资金总额: a field of a project's form."""
    match = _OF.match(text)
    if match and (vocabulary.is_project(match["outer"]) or FORM_FIELDS.fullmatch(match["inner"])):
        return replace(part, label=match["inner"], within=trim(match["outer"], vocabulary).strip("“”") or None)
    return None


def _is_amount_column(column: str) -> bool:
    """Columns that say which state of an amount is meant, and never what it is for."""
    return bool(
        re.fullmatch(
            "年初预算数?|全年预算数?|调整预算数?|预算调整数|当年预算安排|上年结转安排|(?:当年)?预算执行数|(?:当年)?执行数|决算数?|预算数?|支出数|实际支出数?|合计数?|小计|金额|指标值",
            column,
        )
    )


def columned_name(text: str) -> str | None:
    """What stands before a column at the end of `text`; None when it ends in none."""
    match = _COLUMN_AT_END.match(text)
    return match["row"] if match else None


def stage_of(column: str) -> Stage | None:
    """The state that a column's name says: 全年预算 is a budget that a final account prints."""
    return Stage.BUDGET if re.match("年初预算|全年预算|调整预算|预算调整", column) else None


def _row_and_column(match: re.Match[str], vocabulary: Vocabulary) -> dict[str, object] | None:
    """Whether the end of a phrase is a column of the row before it."""
    row, column, joint = trim(match["row"], vocabulary), match["column"], match["joint"]
    if not row:
        return None
    if column in ("人员经费", "公用经费") and re.fullmatch("(?:一般公共预算)?(?:财政拨款)?(?:安排)?的?基本支出", row):
        return {"label": column}  # its two halves, wherever they are printed
    if column in ("金额", "合计数"):
        return {"label": row, "variants": (match.group(), *_variants(row, vocabulary))}
    if column in _STAGES:
        if _WHOLES.fullmatch(match["row"]) or vocabulary.knows(match.group()):
            return {"label": re.sub("数$", "", match.group()), "stage": _STAGES[column]}
        return {"label": row, "stage": _STAGES[column], "variants": (match.group(), *_variants(row, vocabulary))}
    if fund := next(
        (kind for word, kind in _FUNDS.items() if re.fullmatch(rf"{word}(?:预算)?(?:财政)?(?:拨款)?(?:安排)?(?:的)?", row)), None
    ):
        if _is_amount_column(column):
            return {"label": f"{row}支出", "column": column, "variants": (row,), "stage": stage_of(column)}
        return {"label": column, "table_kind": fund, "variants": (f"{row}{column}",)}
    if _TOTALS.fullmatch(row):
        return {"column": column, "stage": stage_of(column)} if _is_amount_column(column) else {"label": column}
    if _is_amount_column(column):
        return {"label": row, "column": column, "variants": _variants(row, vocabulary), "stage": stage_of(column)}
    if joint or vocabulary.knows(row) or subjects_named(row):
        return {"label": row, "column": column, "variants": _variants(row, vocabulary)}
    return None


def _variants(label: str, vocabulary: Vocabulary, full: str | None = None) -> tuple[str, ...]:
    """Other wordings of a label: as it was before words were taken off, without 项目, 科目, 支出 at its end."""
    found = [full] if full and full != label else []
    if re.search("[A-Za-z]{3}", label) and (chinese := by_words(label)):
        found.append(chinese)
    if longer := vocabulary.spelled_out(label):
        found.append(longer)
    bare = re.sub(r"(?:合计|总计|总额|总数|总和)$", "", label)
    found += [re.sub("(?:每年|全年|一年)?(?:能|可以?|将|会)", "", label)] if re.search("每年能|能|可以", label) else []
    for shorter in (
        re.sub(r"(?:[这那该]个?)?项目$", "", label),
        re.sub("(?<=.)[一每全]年(?=.)", "", label),
        _LEVEL_NOUN.sub("", label),
        bare if len(bare) >= 4 else "",
        label.replace("的", ""),
    ):
        if shorter and shorter != label and len(shorter) >= 2 and not _TOTALS.fullmatch(label):
            found.append(shorter)
    if re.fullmatch("(?:总|本年)?(?:支出|预算|决算)(?:合计|总计|总额)?|总支出|总预算", label):
        return tuple(found)
    if not re.search("[费款金]$|支出$|工资$", label):  # 出国花了多少: 出国费
        found += [name for tail in ("费", "经费", "支出") if synonyms(name := label + tail) or vocabulary.knows(name)]
    return tuple(dict.fromkeys((*found, *_reworded(label, vocabulary))))


def _reworded(label: str, vocabulary: Vocabulary) -> list[str]:
    """The label with one word exchanged for another of the same meaning, where the documents have such a name."""
    if vocabulary.holds(label):
        return []
    found = []
    for words in word_groups():
        for word in (w for w in words if w in label and w != label):
            found += [name for other in words if other != word and vocabulary.holds(name := label.replace(word, other))]
    return found
