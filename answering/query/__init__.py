"""The query language: the one value that stands between words and figures.

Whoever understands a question (the offline reader, a language model, a chip of the chat, the desk, an API caller, a gold
set) writes this tree; after it nobody looks at the question's words again.  `tree` holds the frozen types, `codec` the JSON
and its schema, `check` the rules and what a fault looks like, `say` the wording in Chinese.

A whole query, as JSON (version 1; a field that nobody said is left out):

    {"v": 1, "scope": {"unit": "应急管理局", "year": 2026, "stage": "budget"}, "ask": {"cell": {"row": "驻矿人员工资"}}, "show": "万元"}

**scope**: `unit` one unit, by its full name where it is known, else as the asker names it; `units` a pattern over many ("*" all,
or words that their names hold); `year` and `stage` (budget | final) of the disclosure that prints the figure; `level`
(department | unit); `documents`.  On a cell, rows or units only what differs: it is laid over the query's.  A field left open
is settled by what is bound: no year means the newest; no level the department's, unless both say the same.
`show` is the unit of measure asked for.  `from` says of a field that it comes from an earlier question (history) or is an
assumption (default); of a row, an aspect or show as well.  `said` holds the asker's words: on the query by field of the scope;
on a cell for the row, or by field {"row": …, "column": …}.  `unused` are telling words that no part of the tree holds.

Amounts
    {"cell": {"row": "办公费"}}
    {"cell": {"row": "2130106", "column": "项目支出", "table": "支出总表", "said": {"row": "2130106", "column": "项目", "table": "总表"}}}
    {"cell": {"row": "公务用车", "counted": "辆", "as_of": "2025-12-31"}}
    {"cell": {"row": "收入总计", "aspect": "change"}}
    {"sum": [{"cell": {"row": "离休费"}}, {"cell": {"row": "退休费"}}]}
    {"sum": {"rows": {"of": {"kind": "项目"}, "where": {"above": {"number": "100", "unit": "万元"}}}}}
    {"sum": {"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": 3}}}
    {"minus": [{"cell": {"row": "基本支出"}}, {"cell": {"row": "项目支出"}}]}
    {"minus": [{"share": [{"cell": {"row": "电费"}}, {"cell": {"row": "合计"}}]}, {"given": {"number": "5", "unit": "%"}}]}
    {"ratio": [{"cell": {"row": "项目支出"}}, {"cell": {"row": "基本支出"}}]}
    {"share": [{"cell": {"row": "公用经费"}}, {"cell": {"row": "基本支出"}}]}
    {"growth": [{"cell": {"row": "支出总计", "scope": {"year": 2026}}}, {"cell": {"row": "支出总计", "scope": {"year": 2025}}}]}
    {"mean": [{"cell": {"row": "培训费"}}, {"cell": {"row": "会议费"}}]}
    {"per": [{"cell": {"row": "工资福利支出"}}, {"given": {"number": "36", "unit": "人", "said": "36个人"}}]}
    {"convert": {"of": {"cell": {"row": "支出总计"}}, "to": "亿元"}}

`row` is the thing, by its printed name or code; whether it prints as a row or, like 三公 or 基本支出, as a column is binding's
affair, so the total of 人员经费 is row 人员经费, and row 合计 with column 人员经费 says the same and binds to the same cell.
`column` left out is the usual total column.  `under` is what the row stands under: a parent row, a project, a unit's row, a
heading.  `table` is part of a title, and only where the asker names a place; `place` is table | text.  `aspect` tells which
number of the thing: value; plan 年初预算 and adjusted 全年预算; prior 上年数 and executed 上年执行数; change (signed) and rate 增减率;
done 完成率; printed_share.  One that is not printed is computed from the others.  `counted` is the counter asked for.
`minus`: the first is what is told of, the sign tells 多 or 少.  `given` is an amount that the asker states and stands in the question.

Sets
    {"list": {"of": {"rows": {"of": {"table": "政府采购", "under": "服务类"}}}}}
    {"list": {"of": {"units": {"of": {"cell": {"row": "公务接待费"}}, "scope": {"units": "街道"}}}}}
    {"rank": {"of": {"rows": {"of": {"kind": "项目"}}}, "n": 3}}
    {"rank": {"of": {"units": {"of": {"cell": {"row": "三公经费"}}}}, "nth": 2, "ascending": true}}
    {"rank": {"of": [{"cell": {"row": "办公费"}}, {"cell": {"row": "差旅费"}}, {"cell": {"row": "会议费"}}], "n": null}}
    {"count": {"of": {"rows": {"of": {"kind": "项目"}, "where": {"source": "一次性", "not": ["人员经费项目"]}}}}}

`rows` are printed rows less totals; `of` tells which: table, under, kind (项目 类 款 项 功能科目 经济科目 指标 三公 采购), row (this row in
every form); all that is said holds together.  `units` is the same amount of every unit in scope, one a document.  `n` null
means all in order.  `where` holds: above, at_least, below, at_most, equal, name, begins, source, not.

Judgements
    {"compare": [{"cell": {"row": "办公费"}}, {"cell": {"row": "差旅费"}}]}
    {"verify": {"of": {"cell": {"row": "办公费"}}, "claimed": {"number": "57", "unit": "万元"}}}
    {"verify": {"of": {"cell": {"row": "办公费"}}, "claimed": {"cell": {"row": "差旅费"}}, "relation": "more"}}
    {"verify": {"of": {"cell": {"row": "办公费"}}, "claimed": {"rows": {"of": {"under": "商品和服务支出"}}}, "relation": "first"}}
    {"agree": [{"cell": {"row": "三公经费", "place": "table"}}, {"cell": {"row": "三公经费", "place": "text"}}]}

A change that is claimed with a sign (+40.08 增加, -40.08 减少) is claimed with its direction; without one its size alone is.
A choice (80万还是800万) is a `several` of two `verify`.  `agree` of one cell means every place that prints it.

Words
    {"define": {"term": "机关运行经费"}}
    {"passage": {"topic": "收入总计", "facet": "原因", "said": "收入"}}
    {"entries": {"topic": "内设机构"}}

`facet`: 原因 依据 职责 机构 必要性 措施 计划 目标 构成 用途 编码 时间 地点 主体 概况.  Whether a cell is blank is asked by the cell itself
with place table: that it prints nothing is the answer.

Together
    {"several": [{"cell": {"row": "基本支出"}}, {"cell": {"row": "项目支出"}}]}
    {"nothing": {"why": "天气"}}

A new node is one type in `tree`, one rule in `check`, one wording in `say`, one function in evaluating and one in telling;
a test fails until all of them exist.
"""
