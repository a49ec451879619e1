"""A run as one HTML page that needs nothing beside it: the figures, then every question, failures first and open.

Each question shows what was expected, the query that was executed beside the gold one, how it was understood, the answer
and the cells it rests on.  Everything from outside is escaped; the page runs no script and fetches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from evaluation.judging import Row, values_of
from evaluation.report import Entry, Report, change_line, entries, headlines, told_share

STYLE = """
body{font:15px/1.55 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1d2430}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #d5dae2;padding:.25rem .6rem;text-align:left;vertical-align:top}
details{border:1px solid #d5dae2;border-left:.35rem solid #2e8b57;border-radius:.3rem;margin:.4rem 0;padding:.4rem .8rem}
details.wrong{border-left-color:#d98a00}details.bad{border-left-color:#c62828}
summary{cursor:pointer}pre{background:#f5f7fa;padding:.5rem;overflow-x:auto;white-space:pre-wrap;font-size:13px}
.why{color:#b23c00}.quiet{color:#667085}.two{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(report: Report) -> str:
    """The whole page."""
    body = [f"<h1>{escape(report.title)}</h1>"]
    body += ['<p class="why">没有做完</p>'] if report.run.incomplete else []
    body.append(_table(None, headlines(report)))
    body += ["<h2>题目</h2>", *map(_question, entries(report.run))]
    if report.changes is not None:
        body += [f"<h2>与上次不同（{len(report.changes)} 题）</h2><ul>"]
        body += [f"<li>{escape(change_line(change))}</li>" for change in report.changes] + ["</ul>"]
    for key, name in (("by_kind", "题类"), ("by_unit", "单位"), ("by_year", "年度")):
        groups = [
            (group, told_share(each), each["wrong_verified"], each["refused"])  # one row a group
            for group, each in report.figures[key].items()
        ]
        body += [f"<h2>按{name}</h2>", _table((name, "答对", "错误却已核对", "没有找到"), groups)]
    body += ["<h2>运行记录</h2>", _code(report.record)]
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>{escape(report.title)}</title>'
    return f'<!doctype html>\n<html lang="zh"><head>{head}<style>{STYLE}</style></head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _question(entry: Entry) -> str:
    row, prediction, judgement = entry.row, entry.prediction, entry.judgement
    mark = "" if judgement.right else (' class="bad" open' if judgement.wrong_verified else ' class="wrong" open')
    history = "".join(f"{escape(str(text))} → " for text in row.get("history") or ())
    lost = f" · 丢在 {entry.reading.lost.value}" if entry.reading and entry.reading.lost else ""
    head = f"<summary><b>{escape(str(row['id']))}</b> <span class=quiet>{history}</span>{escape(str(row['question']))}"
    head += f' <span class="quiet">{escape(str(row.get("kind", "")))}{lost}</span></summary>'
    why = f'<p class="why">{escape("；".join(judgement.complaints))}</p>' if judgement.complaints else ""
    query, gold = prediction.get("query"), row.get("query")
    trees = f"<div class=two><div>执行的查询式{_code(query)}</div><div>标准查询式{_code(gold)}</div></div>" if query or gold else ""
    parts = [
        why,
        f"<p>理解为：{escape(str(prediction['understood']))}</p>" if prediction.get("understood") else "",
        f"<p class=quiet>没有用到：{escape('、'.join(map(str, prediction['unused'])))}</p>" if prediction.get("unused") else "",
        f"<pre>{escape(str(prediction.get('text', '')))}</pre>",
        _values(prediction),
        _cells(prediction),
        f"<div>应为{_code(row['expected'])}</div>" if row.get("expected") else "",
        trees,
    ]
    return f"<details{mark}>{head}{''.join(parts)}</details>"


def _values(prediction: Row) -> str:
    rows = [
        (value.get("label"), f"{value.get('number')} {value.get('unit') or ''}", value.get("verdict"), value.get("formula") or "")
        for value in values_of(prediction)
    ]
    return _table(("数", "值", "凭据", "算式"), rows) if rows else ""


def _cells(prediction: Row) -> str:
    rows = [
        (
            f"[{one.get('marker')}]",
            f"{one.get('document')} 第{one.get('page')}页",
            one.get("table") or "正文",
            " / ".join(one.get("row") or ()),
            " / ".join(one.get("column") or ()),
            one.get("quote"),
        )
        for one in prediction.get("citations") or ()
    ]
    return _table(("", "出处", "表", "行", "栏", "原文"), rows) if rows else ""


def _table(head: tuple[str, ...] | None, rows: Iterable[tuple[object, ...]]) -> str:
    top = f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>" if head else ""
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{top}{lines}</table>"


def _code(value: Mapping[str, Any] | None) -> str:
    return f"<pre>{escape(json.dumps(value, ensure_ascii=False, indent=1))}</pre>" if value else "<pre>—</pre>"
