"""The field's standing lists, read from data/terms/*.csv: table titles, subject codes, synonyms.

    table_kind("2026年部门财政拨款收支预算总表")  →  TableKind.APPROPRIATION
    find_subject("2080505").name                  →  机关事业单位基本养老保险缴费支出
    synonyms("人头费")                            →  (SynonymGroup("人员经费", ("人员经费", "人头费"), …),)

Nothing here knows a unit, a project or a document.  Every row of the files names its source.  Files are read at
the first call and kept; a broken file is a TermsError that names the line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from disclosure.amount import fold_width
from disclosure.document import TableKind
from disclosure.errors import TermsError

TERMS_FOLDER = Path(__file__).resolve().parent.parent / "data" / "terms"

_KIND_NAMES = {
    TableKind.SUMMARY: "收支总表",
    TableKind.REVENUE: "收入总表",
    TableKind.EXPENDITURE: "支出总表",
    TableKind.APPROPRIATION: "财政拨款收支总表",
    TableKind.GENERAL_EXPENDITURE: "一般公共预算支出表",
    TableKind.BASIC_ECONOMIC: "一般公共预算基本支出表",
    TableKind.GOVERNMENT_FUND: "政府性基金预算表",
    TableKind.STATE_CAPITAL: "国有资本经营预算表",
    TableKind.THREE_PUBLIC: "“三公”经费表",
    TableKind.OPERATING: "机关运行经费表",
    TableKind.PROJECT: "项目支出表",
    TableKind.PERFORMANCE_FORM: "项目支出绩效目标表",
    TableKind.PROCUREMENT: "政府采购表",
    TableKind.OTHER: "其他表",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One standard subject (科目) of a classification, in the name that it bears from `year` on."""

    code: str  # digits only, 类款项 joined: 208, 20805, 2080505; economic: 302, 30201, 50201
    name: str
    year: int  # the edition of the classification that the name is taken from
    kind: str  # functional 支出功能分类, department_economic 部门预算经济分类, government_economic 政府预算经济分类
    source: str

    @property
    def depth(self) -> int:
        """类 0, 款 1, 项 2."""
        return (len(self.code) - 3) // 2

    @property
    def parent_code(self) -> str | None:
        """The code one step up; None for a 类."""
        return self.code[:-2] if len(self.code) > 3 else None


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words of the field that mean one thing; the canonical word is among them, first."""

    canonical: str
    words: tuple[str, ...]
    kind: str  # what the words name, as the file says: label, column, operation, level …
    source: str  # where the canonical word and its meaning come from


@dataclass(frozen=True, slots=True)
class _TableRule:
    kind: TableKind
    match: tuple[re.Pattern[str], ...]  # every one must be found
    unless: tuple[re.Pattern[str], ...]  # none may be found


def kind_name(kind: TableKind) -> str:
    """The usual Chinese name of a standard table, for messages."""
    return _KIND_NAMES[kind]


@lru_cache(maxsize=4096)
def table_kind(title: str) -> TableKind:
    """The standard table that `title` names, whatever the province's wording; OTHER when it names none.

    The rules of data/terms/table_kinds.csv are tried from the top and the first that fits wins.
    """
    plain = fold_term(title)
    for rule in _table_rules():
        if all(p.search(plain) for p in rule.match) and not any(p.search(plain) for p in rule.unless):
            return rule.kind
    return TableKind.OTHER


def fold_term(text: str) -> str:
    """A term as terms are compared: width-folded, lower case, without white space and quotation marks."""
    return re.sub(r"[\s\"'“”‘’「」『』《》]+", "", fold_width(text)).lower()


def find_subject(code: str, year: int | None = None) -> Subject | None:
    """The subject of a code (digits; 208-05-05 and 208 05 05 are joined), or None when the lists do not hold it.

    Names change between editions: the newest edition up to `year` is taken, the oldest when all are newer, the newest
    when `year` is None.
    """
    editions = _subjects_by_code().get(re.sub(r"\D", "", fold_width(code)))
    if not editions:
        return None
    known = [s for s in editions if year is None or s.year <= year]
    return known[-1] if known else editions[0]


def subjects_named(name: str) -> tuple[Subject, ...]:
    """Every subject that bears or bore `name`, by code; one name often stands under several codes."""
    return _subjects_by_name().get(fold_term(name), ())


def subject_names() -> tuple[str, ...]:
    """Every distinct standard subject name, in the order of the files."""
    return tuple(dict.fromkeys(s.name for editions in _subjects_by_code().values() for s in editions))


def synonyms(term: str) -> tuple[SynonymGroup, ...]:
    """The groups that hold `term` as a whole (compared by `fold_term`), in the order of the file."""
    return _groups_by_word().get(fold_term(term), ())


@lru_cache(maxsize=1)
def synonym_groups() -> tuple[SynonymGroup, ...]:
    """Every group of data/terms/synonyms.csv, in the order of the file."""
    groups: dict[tuple[str, str], tuple[list[str], str]] = {}
    for row in _rows("synonyms.csv", ("canonical", "synonym", "kind", "source")):
        words, _ = groups.setdefault((row["canonical"], row["kind"]), ([row["canonical"]], row["source"]))
        if row["synonym"] not in words:
            words.append(row["synonym"])
    return tuple(SynonymGroup(canonical, tuple(words), kind, source) for (canonical, kind), (words, source) in groups.items())


@lru_cache(maxsize=1)
def english_terms() -> dict[str, dict[str, str]]:
    """English words of the field by kind (label, organ, word): lower-case English → Chinese, from english.csv."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("english.csv", ("english", "chinese", "kind", "source")):
        found.setdefault(row["kind"], {})[row["english"].lower()] = row["chinese"]
    return found


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """The names of all cities, counties and districts of the country, in full."""
    return frozenset(row["name"] for row in _rows("places.csv", ("name", "source")))


@lru_cache(maxsize=1)
def organ_names() -> frozenset[str]:
    """What the organs of a local government are usually called, without their place: 财政局, 卫健委."""
    return frozenset(row["name"] for row in _rows("organs.csv", ("name", "source")))


@lru_cache(maxsize=1)
def organ_aliases() -> dict[str, tuple[str, ...]]:
    """What organs were called before they were renamed, and what people call them: 生态环境局 → 环保局."""
    columns = ("name", "aliases", "source")
    return {row["name"]: tuple(row["aliases"].split()) for row in _rows("organ_aliases.csv", columns)}


@lru_cache(maxsize=1)
def look_alikes() -> dict[str, str]:
    """For each character those that are mistaken for it by their shape (形近字), itself among them."""
    found: dict[str, str] = {}
    for row in _rows("look_alikes.csv", ("characters", "source")):
        for character in row["characters"]:
            found[character] = found.get(character, "") + row["characters"]
    return found


@lru_cache(maxsize=1)
def _groups_by_word() -> dict[str, tuple[SynonymGroup, ...]]:
    found: dict[str, tuple[SynonymGroup, ...]] = {}
    for group in synonym_groups():
        for word in dict.fromkeys(map(fold_term, group.words)):
            found[word] = (*found.get(word, ()), group)
    return found


@lru_cache(maxsize=1)
def _table_rules() -> tuple[_TableRule, ...]:
    rules = []
    for row in _rows("table_kinds.csv", ("kind", "match", "unless", "source")):
        try:
            rules.append(_TableRule(TableKind(row["kind"]), _patterns(row["match"]), _patterns(row["unless"])))
        except (ValueError, re.error) as error:
            raise TermsError(f"table_kinds.csv：规则 {row['kind']},{row['match']} 无法使用：{error}") from error
    return tuple(rules)


def _patterns(words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(word) for word in words.split())


_SUBJECT_FILES = ("functional_subjects.csv", "economic_subjects.csv")


@lru_cache(maxsize=1)
def _subjects_by_code() -> dict[str, tuple[Subject, ...]]:
    """Each code's editions, oldest first."""
    found: dict[str, list[Subject]] = {}
    for file_name in _SUBJECT_FILES:
        for row in _rows(file_name, ("code", "name", "year", "source")):
            if not re.fullmatch(r"[235]\d{2}(\d{2}){0,2}", row["code"]) or not row["year"].isdigit():
                raise TermsError(f"{file_name}：{row['code']},{row['name']},{row['year']} 不是科目编码、名称、年度")
            subject = Subject(row["code"], row["name"], int(row["year"]), _SUBJECT_KINDS[row["code"][0]], row["source"])
            found.setdefault(subject.code, []).append(subject)
    return {code: tuple(sorted(editions, key=lambda s: s.year)) for code, editions in found.items()}


# The first digit tells the classifications apart: 201–234, 301–399, 501–599.
_SUBJECT_KINDS = {"2": "functional", "3": "department_economic", "5": "government_economic"}


@lru_cache(maxsize=1)
def _subjects_by_name() -> dict[str, tuple[Subject, ...]]:
    found: dict[str, tuple[Subject, ...]] = {}
    for editions in _subjects_by_code().values():
        for subject in editions:
            name = fold_term(subject.name)
            found[name] = (*found.get(name, ()), subject)
    return found


def _rows(file_name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of one file, cells stripped; TermsError when it is missing or its columns are others."""
    path = TERMS_FOLDER / file_name
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            if tuple(reader.fieldnames or ()) != columns:
                raise TermsError(f"{path} 的列应为 {','.join(columns)}，实为 {','.join(reader.fieldnames or ())}")
            for row in reader:
                if None in row or None in row.values():
                    raise TermsError(f"{path} 第 {reader.line_num} 行的列数不对")
                yield {column: row[column].strip() for column in columns}
    except OSError as error:
        raise TermsError(f"读不到术语表 {path}：{error.strerror}") from error
