"""Which figure a phrase means: row, column, parent, table and form chosen together, by how much of the phrase they explain.

link("一般行政管理事务里项目支出")  →  row 一般行政管理事务, column 项目支出: one place of the library has both
link("驻矿的人工资")                →  row 2026年驻矿人员工资
link("局长的年薪")                  →  row 局长的年薪, unexplained: nothing prints it, and nothing is put in its place
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from answering.reading.lexicon import Hit, Lexicon, Name, Place, compact
from answering.reading.likeness import in_order, runs
from answering.reading.spans import Question, Span

ROWS_TRIED = 12
MONEY = (None, "money", "%")  # dimensions of what may be asked for as money, or as a part of it
ENOUGH = 0.1
SURE = 0.55
SIDES = ("收入", "支出")  # a name of one is nothing of the other
SHORT = 3  # characters of a name that is not looked for inside of others
HARDLY = 0.75  # of a name beside the row, this much of it unsaid, it is hardly meant
WHOLE = 0.1  # more for a name that is just what is said than for its parts, as a row and a column
COUNTED, BOUGHT = 0.8, "购"  # how well a number of things is linked by what it counts; what is printed of things that are to be bought
BUYING = "买购添换"  # what people say where things are to be bought
LEAST_WHOLE = 4  # characters of a name that is taken although words beside it are explained by nothing


@dataclass(frozen=True, slots=True)
class Linked:
    """A way to understand a phrase."""

    row: str  # the catalogue's name, or the asker's words where nothing is linked
    score: float
    how: str  # exact, synonym, part, slip, total, none
    column: str | None = None
    under: str | None = None
    table: str | None = None
    name: Name | None = None
    place: Place | None = None
    missed: tuple[str, ...] = ()  # telling words of the phrase that it leaves unexplained


@dataclass(frozen=True, slots=True)
class Wish:
    """What else is known of the figure that a phrase asks for."""

    dimension: str | None = None  # of the counter asked for; None: money or whatever
    year: int | None = None
    in_table: bool | None = None
    dated: bool = False  # no document is of that year: a row that prints it is meant
    tables: frozenset[int] = frozenset()  # titles of the table that is named: only what stands in it is meant
    money: bool = False  # whether the question speaks of money: 花了多少, 多少钱


NO_WISH = Wish()
FORM, NEAR_TITLE = "绩效", 0.3  # in titles of forms; how much nearer such a title must be than another


def printed(name: Name, text: str, year: int | None) -> str:
    """The name as it is printed: with the year that is said, where it prints one."""
    for label in name.prints:
        if len(name.prints) > 1 and (
            ((dated := compact(label)) != name.key and dated in text) or (year is not None and label.startswith(f"{year}年"))
        ):
            return label
    return name.label


def phrase_of(spans: Sequence[Span]) -> tuple[str, int]:
    """The text of a phrase's spans, and which of its characters need no explaining."""
    text, soft = "", 0
    for span, behind in zip(spans, [*spans[1:], None], strict=False):
        if span.kind in ("name", "piece", "rest", "code", "total") or span.named or _telling(span):
            tells = span.kind == "cue" and behind is not None and "intable" in behind.cues  # 经济分类表
            if span.kind in ("total", "cue", "talk") and not tells:
                soft |= ((1 << len(span.text)) - 1) << len(text)
            text += span.text
    return text, soft


def excludes(key: str, text: str) -> bool:
    """Whether a name says that it is without what a phrase asks for: 不含上年结转, of 上年结转."""
    without = key.partition("不含")[2]
    return bool(without) and "不含" not in text and without[:LEAST_WHOLE] in text


def titles_of(hits: Sequence[Hit], text: str, scope: int) -> list[Hit]:
    """Titles of tables that a phrase names, best first; those of forms, which hold a part of the rows, where no other is as near."""
    held = [hit for hit in hits if hit.name.as_title & scope and not excludes(hit.name.key, text)]
    plain = [hit for hit in held if FORM not in hit.name.key or FORM in text]
    return plain if plain and plain[0].score > held[0].score - NEAR_TITLE else held


def _telling(span: Span) -> bool:
    return span.kind == "cue" and any(cue.startswith(("set:", "intable", "plan", "adjusted", "executed")) for cue in span.cues)


def link(spans: Sequence[Span], lexicon: Lexicon, scope: int, wish: Wish) -> tuple[Linked, ...]:
    """Ways to understand a phrase, best first; never empty for a phrase that has a character."""
    text, soft = phrase_of(spans)
    code = next((span.text for span in spans if span.kind == "code"), None)
    if code is not None:
        return _coded(code, text, soft, lexicon, scope)
    if not text:
        return ()
    hits = [hit for hit in lexicon.match(text, scope, soft) if not excludes(hit.name.key, text)]
    if wish.tables:
        hits = [hit for hit in hits if _stands_in(hit.name, wish.tables, scope, lexicon)]
    rows = _rows(hits, scope, lexicon)
    tried = rows[:ROWS_TRIED] + [hit for hit in rows[ROWS_TRIED:] if hit.how == "exact" and hit.mask >> len(text) - 1]
    found = [one for hit in tried for one in _placed(hit, hits, text, soft, lexicon, scope, wish)]
    if text in lexicon.words.usual:
        # 电费 is not there where only 邮电费 is, nor 公用经费 where only 三公经费 is: a name of the field is no part of another
        found = [one for one in found if one.how not in ("part", "slip") or (one.name is not None and _longer(one.name.key, text))]
    if not wish.money and text in lexicon.words.counted:  # 人员编制 is no 在职人员经费
        found = [one for one in found if one.how == "exact" or one.place is None or one.place.dimension != "money"]
    found.sort(key=lambda one: (-one.score, len(one.row), one.row))
    alike = {one.row for one in found if one.how == "part" and one.name is not None and one.name.key.endswith(text) and not one.column}
    if len(alike) > 1 and found[0].row in alike:
        found.insert(0, Linked(text, found[0].score, "part"))  # 满意度, of several: which one is not said
    if not found or found[0].score < ENOUGH:
        whole = _wholly(hits, text, soft, lexicon, scope) or _total_of(hits, text, lexicon, scope) or _usual(text, lexicon)
        found.insert(0, whole or Linked(text, found[0].score - 1 if found else -1.0, "none", missed=(text,)))
    return tuple(found[:8])


def counted(text: str, dimensions: Sequence[str | None], lexicon: Lexicon, scope: int, *, bought: bool) -> Linked | None:
    """The one number of such things that is told for itself, and not as a part of another: 几艘船 → 本站共有巡查船.

    `dimensions`: what may be counted, such as 台 and 辆; 个 counts anything, and tells nothing.  `bought`: things that are to be
    bought, or those that are there.
    """
    nos = {no: of for of in dimensions if of not in (None, "个") for no in lexicon.counting.get(of, ())}
    telling = set(text) - {*lexicon.words.light, *"".join(filter(None, dimensions)), "数"}
    found = list[tuple[float, int, Name, Place]]()
    for no, of in nos.items():
        name = lexicon.names[no]
        places = [one for one in lexicon.places_of(no, scope) if one.dimension == of and one.prose and not one.parents & nos.keys()]
        said = lexicon.weight("".join(telling & set(name.key)))
        if places and said and (BOUGHT in name.key) is bought:
            found.append((said, -len(name.key), name, places[0]))
    found.sort(key=lambda one: one[:2], reverse=True)
    if not found or (len(found) > 1 and found[1][0] == found[0][0] and found[0][3].documents & found[1][3].documents):
        return None
    _, _, name, place = found[0]
    return Linked(printed(name, text, None), COUNTED, "part", name=name, place=place)


def _longer(key: str, text: str) -> bool:
    """Whether a name is another with more words: 办公用房建筑总面积, of 办公用房面积."""
    return key.startswith(text) if len(text) <= SHORT else in_order(text, key)


def _usual(text: str, lexicon: Lexicon) -> Linked | None:
    """What everyday words usually stand for, where no document of the scope prints it: it is what is not there."""
    if text in lexicon.words.usual:
        return Linked(text, 0.0, "none")
    usual = lexicon.words.names.get(text)
    return Linked(usual[0], 0.0, "none") if usual and usual[0] not in lexicon.words.counted else None


def _total_of(hits: Sequence[Hit], text: str, lexicon: Lexicon, scope: int) -> Linked | None:
    """The total of the table that a phrase names and no row has: 政府性基金预算拨款支出, of the table of that title."""
    title = next((hit for hit in hits if hit.name.as_title & scope and hit.score + 0.4 * hit.unasked > 0.95), None)
    if title is None or len(text) < LEAST_WHOLE:
        return None
    return Linked(text if text in lexicon.words.usual else "合计", 0.7, "part", table=title.name.label)


def _wholly(hits: Sequence[Hit], text: str, soft: int, lexicon: Lexicon, scope: int) -> Linked | None:
    """A name that the phrase says in full beside words that no name has: 据我所知…政府采购工程预算; those are told as unused."""
    full = [hit for hit in hits if hit.how == "exact" and len(hit.name.key) >= LEAST_WHOLE and hit.name.as_row & scope]
    if not full:
        return None
    best = max(full, key=lambda hit: (len(hit.name.key), -hit.name.no))
    missed = _missed(text, best.mask | soft)
    place = next(iter(lexicon.places_of(best.name.no, scope)), None)
    return Linked(printed(best.name, text, None), 0.3, "exact", name=best.name, place=place, missed=missed)


def _rows(hits: Sequence[Hit], scope: int, lexicon: Lexicon) -> list[Hit]:
    """The names that may be what is asked for; a column that only says a stage, 预算数, is none."""
    stages = lexicon.words.cues
    return [
        hit
        for hit in hits
        if ((hit.name.as_row | hit.name.as_project) & scope or (hit.name.as_column & scope and hit.name.key not in stages))
        and not (hit.name.key.endswith("表") and not hit.name.as_project)  # a contents list prints titles, and page numbers behind them
    ]


def _stands_in(name: Name, tables: frozenset[int], scope: int, lexicon: Lexicon) -> bool:
    """Whether one of some tables prints a name in a row, above one or over a column."""
    return name.as_column & scope != 0 or any(
        place.table in tables and scope & place.documents for place in (*lexicon.places[name.no], *lexicon.children.get(name.no, ()))
    )


def _coded(code: str, text: str, soft: int, lexicon: Lexicon, scope: int) -> tuple[Linked, ...]:
    """A subject code says the row; what stands beside it says the column."""
    places = [place for place in lexicon.codes.get(code, ()) if scope & place.documents]
    at = text.find(code)
    rest = text[:at] + text[at + len(code) :]
    if not places:
        return (Linked(code, 0.3, "none", missed=(code,)),)
    if not rest:
        return (Linked(code, 1.0, "exact", place=places[0]),)
    soft = soft & ((1 << at) - 1) | soft >> at + len(code) << at
    hits = {hit.name.no: hit for hit in lexicon.match(rest, scope)}
    best: tuple[float, Linked] | None = None
    for place in places:
        row = hits.get(place.row)
        mask = row.mask if row else 0
        column: list[str] = []
        title = hits.get(place.table)
        whole = title.mask if title is not None and title.name.key in rest else 0  # what a title says in full is no column
        for hit in sorted((hits[no] for no in place.columns if no in hits), key=lambda hit: (-(hit.mask & ~mask).bit_count(), hit.unasked)):
            if hit.mask & ~mask & ~soft & ~whole:  # 信访业务（2014004）支出: what only says 支出 is no column
                column.append(hit.name.label)
                mask |= hit.mask
        new = title.mask & ~mask if title else 0
        table = title.name.label if title is not None and max((new & ~soft).bit_count(), new.bit_count() - 2) >= 2 else None
        mask |= new if table else 0
        score = lexicon.weight("".join(c for at, c in enumerate(rest) if mask >> at & 1)) - (0.1 if table else 0)
        if best is None or score > best[0]:
            best = (score, Linked(code, 1.0, "exact", "/".join(column) or None, None, table, lexicon.names[place.row], place))
    return (best[1],) if best else ()


def _placed(hit: Hit, hits: Sequence[Hit], text: str, soft: int, lexicon: Lexicon, scope: int, wish: Wish) -> list[Linked]:
    """A row with whatever stands beside it that the phrase also says."""
    row = hit.name
    open_bits = ((1 << len(text)) - 1) & ~hit.mask
    others = {
        other.name.no: other
        for other in hits
        if other.name.no != row.no and other.mask & open_bits & ~soft and (other.name.documents & scope)
    }
    places = [place for place in lexicon.places_of(row.no, scope) if not wish.tables or place.table in wish.tables]
    if wish.tables and not places:
        return []
    best: dict[tuple[str | None, str | None, str | None], Linked] = {}
    plain = _weigh(hit, (), text, soft, lexicon, wish, None)
    fits = next((place for place in places if wish.dimension in (None, place.dimension)), places[0] if places else None)
    best[(None, None, None)] = _made(hit, (), plain, text, soft, lexicon, fits, wish)
    for place in places:
        beside = {
            no for no in place.beside & others.keys()
            # 政府…预算, around the 采购 that is the row's, is no 政府性基金预算
            if no not in place.columns or others[no].how == "exact"
            or (others[no].unasked <= HARDLY and _in_one(others[no].mask, hit.mask | soft))
        }  # fmt: skip
        if not beside:
            continue
        chosen = _chosen(hit, [others[no] for no in beside], soft)
        if not chosen:
            continue
        made = _made(hit, chosen, _weigh(hit, chosen, text, soft, lexicon, wish, place), text, soft, lexicon, place, wish)
        key = (made.column, made.under, made.table)
        if key not in best or made.score > best[key].score:
            best[key] = made
    if wish.money and hit.how == "synonym" and places and not any(place.dimension in MONEY for place in places):
        return []  # 开会花了多少: no number of meetings
    if wish.dimension is not None:
        return [_counted(one, places, wish) for one in best.values()]
    return list(best.values())


def _counted(one: Linked, places: Sequence[Place], wish: Wish) -> Linked:
    there = any(place.dimension == wish.dimension for place in places)
    bonus = 0.25 if there else -0.15
    return Linked(one.row, one.score + bonus, one.how, one.column, one.under, one.table, one.name, one.place, one.missed)


def _chosen(hit: Hit, others: list[Hit], soft: int) -> tuple[Hit, ...]:
    """Of what stands beside the row, as few names as explain the most."""
    mask, chosen = hit.mask, list[Hit]()
    for other in sorted(others, key=lambda one: (-(one.mask & ~mask & ~soft).bit_count(), one.unasked)):
        if other.mask & hit.mask == hit.mask and other.score > hit.score:
            continue  # it says all that the row says: the row would be there for nothing
        if (other.mask & ~mask & ~soft).bit_count() >= 1:
            chosen.append(other)
            mask |= other.mask
    return tuple(chosen[:3])


def _in_one(mask: int, between: int) -> bool:
    """Whether the characters of a name stand together in a phrase, and not around what another name says."""
    low, high = (mask & -mask).bit_length() - 1, mask.bit_length()
    gap = ((1 << high) - (1 << low)) & ~mask
    return not gap or bool(gap & ~between)


def _weigh(hit: Hit, chosen: Sequence[Hit], text: str, soft: int, lexicon: Lexicon, wish: Wish, place: Place | None) -> float:
    weights = lexicon.weights(text)
    mask = reduce(or_, (other.mask for other in chosen), hit.mask)
    explained = sum(weight for at, weight in enumerate(weights) if mask >> at & 1)
    missed = sum(weight for at, weight in enumerate(weights) if not (mask | soft) >> at & 1)
    score = (explained - missed) / (explained + missed or 1.0) - 0.4 * hit.unasked
    score -= sum(0.05 + (0.4 if other.how == "synonym" or other.unasked > HARDLY else 0.12) * other.unasked for other in chosen)
    score -= {"slip": 0.1, "synonym": 0.03}.get(hit.how, 0.0)
    if not hit.name.as_row and not hit.name.as_project:
        score -= 0.06  # a column alone
    if place is not None and "表" not in text:
        score -= sum(0.15 for other in chosen if other.name.no == place.table)
    if place is not None and wish.in_table is not None and place.prose == wish.in_table:
        score -= 0.2
    score += _dated([hit.name, *(other.name for other in chosen)], wish)
    score += WHOLE if hit.name.key == text and hit.name.as_row and not chosen else 0.0
    said, named = ([word for word in SIDES if word in one] for one in (text, "".join(one.name.key for one in (hit, *chosen))))
    score -= 0.4 if said and named and not set(said) & set(named) else 0.0
    return score


def _dated(names: Sequence[Name], wish: Wish) -> float:
    """More for names that print the year that is said, less for those that print another."""
    if wish.year is None:
        return 0.0
    dated = [label for name in names for label in name.prints if label[4:5] == "年" and label[:4].isdecimal()]
    if any(label.startswith(str(wish.year)) for label in dated):
        return 0.35 if wish.dated else 0.1
    return -0.2 if dated else 0.0


def _made(
    hit: Hit, chosen: Sequence[Hit], score: float, text: str, soft: int, lexicon: Lexicon, place: Place | None, wish: Wish = NO_WISH
) -> Linked:
    column = under = table = None
    mask = reduce(or_, (other.mask for other in chosen), hit.mask)
    for other in chosen:
        if place is None:
            continue
        if hit.name.no == place.row and hit.name.no in place.columns:
            table = lexicon.names[place.table].label if place.table >= 0 else None  # a column of the total row: its header says the rest
        elif other.name.no in place.columns:
            label = printed(other.name, text, None)
            if label.endswith("表"):
                table = table or label  # a caption that stands in the grid
            else:
                column = column or label
        elif other.name.no == place.table:
            table = other.name.label
        else:
            under = under or other.name.label
    missed = _missed(text, mask | soft)
    return Linked(printed(hit.name, text, wish.year), score, hit.how, column, under, table, hit.name, place, missed)


def _missed(text: str, mask: int) -> tuple[str, ...]:
    return tuple(text[at:to] for at, to in runs(~mask, len(text)))


def total(spans: Sequence[Span], lexicon: Lexicon, scope: int, final: bool) -> tuple[Linked, ...]:
    """The whole that a phrase of words for the whole alone asks for: 总预算 → 收入总计, where the library prints it."""
    wholes_said = [span for span in spans if span.kind == "total"]
    said = next((span.text for span in reversed(wholes_said) if not span.cues), wholes_said[-1].text if wholes_said else None)
    joined = "".join(span.text for span in spans if span.kind == "total" or span.named)
    inside = [joined[at:to] for at in range(len(joined)) for to in range(at + 3, len(joined) + 1) if joined[at:to] in lexicon.words.totals]
    said = max(inside, key=len) if inside else said
    if said is None:
        return ()
    found: list[Linked] = []
    wholes = lexicon.words.totals[said]
    keys = wholes.final if final else wholes.budget
    for key in keys:
        name = lexicon.find(key, scope)
        if name is not None and (name.as_row | name.as_column) & scope:
            found.append(Linked(name.label, 0.9 - 0.01 * len(found), "total", name=name))
    if said == keys[0] and not (found and found[0].row == lexicon.names[lexicon.by_key[said]].label if said in lexicon.by_key else False):
        found.insert(0, Linked(keys[0], 0.9, "total"))  # binding knows a whole by its usual name
    return tuple(found) or (Linked(keys[0], 0.6, "total"),)


def said_of(spans: Sequence[Span], question: Question) -> str:
    """The asker's words for a phrase, from its first name to its last."""
    inside = [span for span in spans if span.kind in ("name", "piece", "rest", "code")]
    inside = inside or [span for span in spans if span.kind == "total"] or list(spans)
    return question.said(inside[0].start, inside[-1].end) if inside else ""
