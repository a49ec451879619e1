"""A run as files: figures.json, report.md, junit.xml and report.html, with failures first.

write_report(folder, Report("dev", run, measure(run), record, changes))
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from evaluation.judging import Judgement, Row, judge, kind_of, pairs_of, values_of
from evaluation.measures import Run
from evaluation.queries import Reading

CONTROL = {code: " " for code in range(32) if code not in (9, 10, 13)}  # no XML may hold them


@dataclass(frozen=True, slots=True)
class Change:
    """A question that ends otherwise than in the run before."""

    row: Row
    before: Row
    after: Row
    was_right: bool
    is_right: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All that the files tell."""

    title: str
    run: Run
    figures: Mapping[str, Any]
    record: Mapping[str, Any]
    changes: Sequence[Change] | None = None  # None: there was no run to compare with


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with all that is known of it."""

    row: Row
    prediction: Row
    judgement: Judgement
    reading: Reading | None


def entries(run: Run) -> list[Entry]:
    """The questions, wrong and verified first, then wrong, then right."""
    readings = run.readings or (None,) * len(run.gold)
    all_ = [Entry(*each) for each in zip(run.gold, run.predictions, run.judgements, readings, strict=True)]
    return sorted(all_, key=lambda one: (one.judgement.right, not one.judgement.wrong_verified))


def changes(run: Run, before: Mapping[Any, Row]) -> list[Change]:
    """The questions whose status, figures or judgement changed since an earlier run; those it did not ask are left out."""
    found = []
    for row, after, judgement in zip(run.gold, run.predictions, run.judgements, strict=True):
        earlier = before.get(row["id"])
        if earlier is None:
            continue
        was_right = judge(row, earlier).right
        if was_right != judgement.right or _shown(earlier) != _shown(after):
            found.append(Change(row, earlier, after, was_right, judgement.right))
    return sorted(found, key=lambda change: (change.is_right, not change.was_right))


def _shown(prediction: Row) -> tuple[Any, ...]:
    return prediction.get("status"), tuple(pairs_of(values_of(prediction)))


def write_report(folder: Path, report: Report) -> None:
    """Write all files; the predictions too, so that the folder is a run to compare with."""
    from evaluation.page import html_page

    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in report.run.predictions)
    (folder / "predictions.jsonl").write_text(lines, encoding="utf-8")
    (folder / "run.json").write_text(_json(report.record), encoding="utf-8")
    (folder / "figures.json").write_text(_json(report.figures), encoding="utf-8")
    (folder / "report.md").write_text(markdown(report), encoding="utf-8")
    (folder / "junit.xml").write_text(junit(report), encoding="utf-8")
    (folder / "report.html").write_text(html_page(report), encoding="utf-8")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def told_share(value: Mapping[str, Any] | None) -> str:
    """A share for people: 74/76（97.4%，区间 90.9%–99.3%）."""
    if not value or not value["of"]:
        return "—"
    return f"{value['right']}/{value['of']}（{value['share']:.1%}，95% 区间 {value['low']:.1%}–{value['high']:.1%}）"


def headlines(report: Report) -> list[tuple[str, str]]:
    """The figures of the first table, named in Chinese."""
    figures = report.figures
    lines = [
        ("答对", told_share(figures["accuracy"])),
        ("错误却标“已核对”", str(figures["wrong_verified"])),
        ("显示了错误的数", str(figures["wrong_shown"])),
        ("待确认的答对", told_share(figures["to_confirm"])),
        ("数字对", told_share(figures["figures"])),
        ("答成“没有找到”", str(figures["refused"])),
        ("有答案的答了", told_share(figures["coverage"])),
        ("说没有时确实没有", told_share(figures["refusals"]["precision"])),
        ("没有的说了没有", told_share(figures["refusals"]["recall"])),
        *(
            (f"出处对到{name}", told_share(figures["citations"][key]))
            for key, name in (("document", "文件"), ("page", "页"), ("cell", "行"))
        ),
        *((f"误差 {name} 以内", told_share(value)) for name, value in figures["tolerance"].items()),
    ]
    queries = figures.get("queries")
    if queries:
        of = queries["questions"]
        columns = (("query_right", "查询式对"), ("cells_right", "单元格对"), ("told_right", "说得对"))
        lines += [(name, f"{queries[key]}/{of}") for key, name in columns if queries[key] is not None]
        lost = queries["lost"]
        lines.append(("丢在", f"读题 {lost['reading']}，找数 {lost['binding']}，成文 {lost['telling']}"))
        if queries["oracle"]:
            oracle = queries["oracle"]
            lines.append(("给出查询式时答对", f"{oracle['right']}/{oracle['questions']}，错误却标“已核对” {oracle['wrong_verified']}"))
    lines += [(name, told_share(value)) for name, value in (figures.get("retrieval") or {}).items()]
    lines += [(f"用时 {stage}", f"中位 {each['p50']} 毫秒，95% 在 {each['p95']} 毫秒以内") for stage, each in figures["times"].items()]
    return lines


def markdown(report: Report) -> str:
    """The report for a pull request or a note."""
    out = [f"# {report.title}", "", *(["**没有做完**", ""] if report.run.incomplete else []), "| | |", "| --- | --- |"]
    out += [f"| {name} | {_cell(value)} |" for name, value in headlines(report)]
    for key, name in (("by_kind", "题类"), ("by_unit", "单位"), ("by_year", "年度")):
        out += ["", f"## 按{name}", "", f"| {name} | 答对 | 错误却已核对 | 没有找到 |", "| --- | --- | --- | --- |"]
        out += [
            f"| {_cell(group)} | {told_share(each)} | {each['wrong_verified']} | {each['refused']} |"
            for group, each in report.figures[key].items()
        ]
    if report.changes is not None:
        out += ["", f"## 与上次不同（{len(report.changes)} 题）", ""]
        out += [f"- {change_line(change)}" for change in report.changes]
    failed = [entry for entry in entries(report.run) if not entry.judgement.right]
    out += ["", f"## 答错的（{len(failed)} 题）", ""]
    out += [f"- {failure_line(entry)}" for entry in failed]
    return "\n".join(out) + "\n"


def failure_line(entry: Entry) -> str:
    """A failed question in a line."""
    stage = f"[{entry.reading.lost.value}] " if entry.reading and entry.reading.lost else ""
    wrong = "错误却已核对 " if entry.judgement.wrong_verified else ""
    return f"{wrong}{stage}{entry.row['id']} {entry.row['question']} — {'；'.join(entry.judgement.complaints)}"


def change_line(change: Change) -> str:
    """A question that ends otherwise, in a line."""
    if change.was_right != change.is_right:
        word = "变对" if change.is_right else "变错"
    else:
        word = "仍对" if change.is_right else "仍错"
    return f"{word} {change.row['id']} {change.row['question']}：{_ending(change.before)} → {_ending(change.after)}"


def _ending(prediction: Row) -> str:
    shown = "、".join(f"{number}{unit or ''}" for number, unit in pairs_of(values_of(prediction))[:3])
    return f"{prediction.get('status')} {shown}".strip()


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


def junit(report: Report) -> str:
    """JUnit XML, a test case a question, for continuous integration."""
    run, failed = report.run, sum(not judgement.right for judgement in report.run.judgements)
    errors = sum("error" in row for row in run.predictions)
    head = f'<testsuite name={_quoted(report.title)} tests="{len(run.gold)}" failures="{failed - errors}" errors="{errors}">'
    out = ['<?xml version="1.0" encoding="UTF-8"?>', head]
    for row, prediction, judgement in zip(run.gold, run.predictions, run.judgements, strict=True):
        seconds = f"{(prediction.get('elapsed_ms') or 0) / 1000:.4f}"
        name = _quoted(f"{row['id']} {row['question']}")
        case = f'<testcase classname={_quoted(kind_of(row))} name={name} time="{seconds}"'
        if judgement.right:
            out.append(case + "/>")
            continue
        tag = "error" if "error" in prediction else "failure"
        kind = "wrong_verified" if judgement.wrong_verified else "wrong"
        message = "；".join(judgement.complaints)
        body = escape(str(prediction.get("text", "")).translate(CONTROL))
        out.append(f'{case}><{tag} type="{kind}" message={_quoted(message)}>{body}</{tag}></testcase>')
    return "\n".join([*out, "</testsuite>"]) + "\n"


def _quoted(text: object) -> str:
    return quoteattr(str(text).translate(CONTROL))
