"""The rules' reading and the network's: what both find is sure; what one finds alone is taken as far as it explains the question.

    agreed(rules, heard)  →  the reading to answer by; its `rival` is another of as good standing, to ask back with

The two err in different ways: the rules by a word that they take for a name or a mark, the network by a name cut short.  So
where they come to one figure, a word that neither needs tells nothing (就, 硬是, 里头); and where they differ, nobody is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from answering.binding.units import is_unit_like
from answering.evaluating.result import Absent, Outcome, Refused, Together
from answering.query.tree import (
    Cell,
    Compare,
    Count,
    Define,
    Entries,
    List,
    Mean,
    Node,
    Nothing,
    Passage,
    Query,
    Rank,
    Rows,
    Several,
    Share,
    Sum,
    Units,
    Verify,
    children,
    walk,
)  # fmt: skip
from answering.reading.finishing import Reading
from answering.reading.learned.network import around
from answering.reading.lexicon import name_key
from answering.reading.outcomes import begin_alike, finds, of_the_same_cells, same, tells_all
from answering.reading.words import words
from retrieval.names import is_generic
from retrieval.subjects import subjects

NEAR = 3.0  # logarithm of how much less likely than its likeliest a tree of the network may be to confirm the rules' reading
LIKELY = -3.1  # of a tree that is taken where the rules find nothing, or leave words
HEARD = -1.5  # of a tree whose names are heard, whether or not they are found
ASIDE = -0.15  # of the judgement that nothing is asked of disclosures
NEXT = 1.0  # … that the tree which confirms the rules' is less likely, so that the likeliest wins over both
BETTER = 0.1  # … that a name is linked better than another
CERTAIN = -1.3  # of a tree that wins over the rules' where the two differ
PREFERRED = -1.5  # … of one that asks for as much as theirs, where both leave no word
EVERY = 4  # trees of the network that all come to the same, so that the words which are left tell nothing else
FULLER = 3  # characters that a name is said with besides, which tell another thing
SURE = -0.5  # … where a less likely tree comes to what the rules do
LINKED = 0.76  # how well its worst name is linked at the least
LOOSE = 0.6  # … of a certain tree, where the rules find nothing
WEAK = 0.5  # … that is no answer by itself
OFFERED = -0.5  # … that is offered where a word is left
FAIR = 0.3  # … at the least where both leave words
MORE = frozenset(
    "not prior plus sum mean per share portion percent most least agree compare above below between".split()
)  # marks of what two trees may both have missed
SETS = (Rows, Units, Rank, List)
WHOSE = ("unit", "year", "stage", "level")  # what a document is asked for by


def agreed(rules: Reading, heard: Iterable[tuple[float, Reading]]) -> Reading:
    """The reading to answer by."""
    if _of_no_document(_outcome(rules)):
        return rules  # a unit that nobody knows: no figure of another is meant
    if unknown := [word for word in rules.unused if is_unit_like(word)]:
        of_it = (one for score, one in heard if score > HEARD and _complete(one) and unknown[0] in (one.query.scope.unit or ""))
        return next(of_it, rules)
    found, others, heard = _found(rules), list[tuple[float, Reading]](), iter(heard)
    for score, other in heard:
        if isinstance(other.query.ask, Nothing) and score > ASIDE and not others:
            return other  # nothing that a disclosure could print
        if _says_nothing(other.query):
            continue
        other = _lighter(other) if score > CERTAIN and not others else other
        others.append((score, other))
        if found and score > others[0][0] - NEAR and same(_outcome(rules), _outcome(other)):
            break
    else:
        return replace(_apart(rules, others), alone=True)
    (likeliest, first), (likely, _) = others[0], others[-1]
    differ = _complete(first) and not same(_outcome(rules), _outcome(first))
    if differ and likeliest > PREFERRED and likely < likeliest - NEXT:
        return replace(_apart(rules, others), alone=True)
    if differ and not rules.asked and _asks_words(first) and not _asks_words(rules):
        return first  # 打算怎么弄: no word of the question asks for an amount
    known = set(rules.unused) & set(other.unused) - around()
    rest = list(heard) if known or (other.unused and rules.unused) else []
    fuller = (one for score, one in (*others, *rest) if known and score > likeliest - NEAR and one.score > LINKED and _complete(one))
    if (whole := next((one for one in fuller if not _says_nothing(one.query)), None)) is not None:
        return whole
    best = replace(_confirmed(rules, other), alone=likeliest < HEARD or not same(_outcome(rules), _outcome(first)))
    settled = likeliest > HEARD and len(others) + len(rest) >= EVERY and not best.doubts and not any(map(_asks_more, best.unused))
    if best.unused and settled and all(same(_outcome(rules), _outcome(one)) for _, one in (*others, *rest)):
        return _with(best, (), sure=False, alternatives=best.alternatives)  # whatever the words that are left may tell
    return best


def _apart(rules: Reading, others: Sequence[tuple[float, Reading]]) -> Reading:
    """The reading to answer by where no tree of the network finds what the rules' does."""
    if not others:
        return rules
    (likeliest, first), whole = others[0], _found(rules) and not rules.unused
    every = any(isinstance(node, Units) and node.scope.units == "*" for node in walk(rules.query.ask))
    of_one = every and first.query.scope.unit is not None and not _of_units(first)
    whole = whole and not of_one  # 多少家企业, of one unit: no number of units
    certain = likeliest > CERTAIN
    best = next((one for score, one in others if score > LIKELY and one.score > LINKED and _complete(one)), None)
    if best is None and not _found(rules) and certain and _complete(first) and first.score > LOOSE:
        best = first  # a name said in part, where nothing else is found
    if best is None and not whole and likeliest > SURE and _complete(first) and any(_counts(node) for node in walk(first.query.ask)):
        best = first  # a name that is found by what it counts alone
    if whole and (told := _of_two(rules, first, likeliest)) is not None:
        return told
    alike = whole and certain and best is first and _frame(best.query.ask) == _frame(rules.query.ask)
    alike = alike and _fields(first.query.ask) <= _fields(rules.query.ask)  # 其中印书的, under what was asked before
    if best is not None and alike and (best.score < rules.score + BETTER or not _share_words(rules.query, best.query)):
        # both ask the same of a thing, which the rules link as well: the network only cuts its name otherwise
        return rules if rules.score > best.score + BETTER else replace(rules, rival=best, sure=False)
    if best is not None and (not whole or (certain and best is first)):
        return replace(best, alternatives=(*rules.alternatives, (rules.query, rules.score)))
    unlike = _asks_words(first) is not _asks_words(rules) and len(_parts(first)) >= len(_parts(rules))
    if certain and not _found(first) and (unlike if whole else _names_left(first, rules)):
        return first  # what is asked for is not there
    if not whole:
        return _doubted(rules, first) if of_one else _nearest(rules, others)
    wholes = (node.of[1] for node in walk(rules.query.ask) if isinstance(node, Share))
    if rules.query.origin and any(isinstance(one, Cell) and one.said is None for one in wholes):
        return _doubted(rules, first)  # of what it is a share was not said, nor heard
    if _of_units(rules) and not certain and any(map(_of_units, (one for _, one in others))):
        return rules  # of many units the network knows less
    rival = best or next((one for score, one in others if score > LIKELY and _complete(one)), None)
    if rival is not None:
        both = begin_alike(_outcome(rules), _outcome(rival)) and len(_parts(rules)) >= len(_parts(rival))
        return rules if both else replace(rules, rival=rival, sure=False)
    unheard = likeliest > HEARD and not _share_words(rules.query, first.query)
    return _doubted(rules, first) if unheard or rules.score < WEAK else rules


def _nearest(rules: Reading, others: Sequence[tuple[float, Reading]]) -> Reading:
    """Of what finds something and leaves words the reading that leaves the fewest, to be offered; the rules' where none does."""
    named = "" if _found(rules) else "\n".join(filter(None, _words(rules.query)))  # what the rules ask for, and do not find
    found = [
        one for score, one in others
        if score > LIKELY and one.score > OFFERED and _found(one) and not _cut_short(one) and not any(word in named for word in one.unused)
    ]  # fmt: skip
    best = min((*(one for one in (rules,) if _found(one)), *found), key=lambda one: sum(map(len, one.unused)), default=rules)
    return best if best is rules or best.unused else _doubted(best, best)


def _cut_short(reading: Reading) -> bool:
    """Whether a word that is left is a part of what a thing is called by: 租金收入, taken for the income."""
    return any(word in said for word in reading.unused for said in filter(None, _words(reading.query)))


def _as_good(rules: Reading, first: Reading, *, certain: bool) -> bool:
    """Whether the rules' whole reading tells what the network's likeliest does, or more."""
    if isinstance(rules.query.ask, Cell) and isinstance(first.query.ask, Count):
        return True  # how many there are is printed: nothing is left to be counted
    if certain and isinstance(_outcome(first), Together) and of_the_same_cells(_outcome(rules), _outcome(first)):
        return True  # the same cells, of which the rules hear besides what is asked of them
    return _complete(first) and tells_all(_outcome(rules), _outcome(first))  # the network stopped before another thing that is asked


def _of_two(rules: Reading, first: Reading, likeliest: float) -> Reading | None:
    """Of the rules' whole reading and the network's likeliest the one that is meant; None where neither plainly is."""
    if _as_good(rules, first, certain=likeliest > CERTAIN) or (rules.lent and not first.lent):
        return rules  # 那项目支出的部分呢: of what was asked before
    if (
        likeliest > PREFERRED
        and _complete(first)
        and first.score > 0
        and _tells_as_much(first, rules)
        and _share_words(rules.query, first.query)
    ):
        return replace(first, alternatives=(*rules.alternatives, (rules.query, rules.score)))
    return None


def _tells_as_much(first: Reading, rules: Reading) -> bool:
    """Whether the network's tree asks for as many things as the rules', of the same aspects, and judges what theirs does."""
    said = zip(_words(first.query), _words(rules.query), strict=False)
    more = any(mine in theirs and len(theirs) > len(mine) + FULLER for mine, theirs in said)
    if more and rules.score > LINKED and not _fields(first.query.ask):
        return False  # 上级下达的防汛补助费, found as it is said, is no 防汛补助费
    bounds = [sum(getattr(node, "where", None) is not None for node in walk(one.query.ask)) for one in (first, rules)]
    if len(_parts(first)) < len(_parts(rules)) or bounds[0] < bounds[1]:
        return False
    mine, theirs = (
        {(type(node) if isinstance(node, Verify) else node.aspect) for node in walk(one.query.ask) if isinstance(node, Verify | Cell)}
        for one in (first, rules)
    )
    return mine == theirs


def _frame(node: Node) -> tuple[object, ...]:
    """What is asked, whatever the things are called."""
    said = (node.aspect, node.counted is None) if isinstance(node, Cell) else None
    order = (node.n, node.nth, node.ascending) if isinstance(node, Rank) else getattr(node, "relation", None)
    return type(node), said, order, *map(_frame, children(node))


def _fields(node: Node) -> set[str]:
    """What is said of where its things stand."""
    cells = [one for one in walk(node) if isinstance(one, Cell)]
    return {name for one in cells for name in ("under", "column", "table") if getattr(one, name) is not None}


def _lighter(reading: Reading) -> Reading:
    """The network's likeliest tree without the unused words that people say around what they ask, and that ask for nothing more."""
    left = tuple(word for word in reading.unused if word not in around() or word in reading.doubts or _asks_more(word))
    if left == reading.unused or reading.score <= LINKED:
        return reading
    return _with(reading, left, sure=not left, alternatives=reading.alternatives)


def _counts(node: Node) -> bool:
    return isinstance(node, Cell) and node.counted is not None


def _of_units(reading: Reading) -> bool:
    """Whether the same is asked of many units."""
    return any(isinstance(node, Units) for node in walk(reading.query.ask))


def _parts(reading: Reading) -> Sequence[Node]:
    """The things that are asked in one breath."""
    ask = reading.query.ask
    return ask.of if isinstance(ask, Several) else (ask,)


def _complete(reading: Reading) -> bool:
    """Whether a reading finds something, and leaves no word."""
    return _found(reading) and not reading.unused


def _asks_words(reading: Reading) -> bool:
    """Whether words are asked for, and no amount."""
    return any(isinstance(node, Passage | Define | Entries) for node in walk(reading.query.ask))


def _names_left(heard: Reading, rules: Reading) -> bool:
    """Whether what the network hears is what the rules leave: the pay of a head, where they find pay."""
    left, named = "".join(rules.unused), "".join(_words(heard.query))
    return bool(left) and bool(set(left) & set(named))


def _confirmed(rules: Reading, other: Reading) -> Reading:
    """Both come to the same: the tree that leaves fewer words, and those that only may tell something are left in silence."""
    best = other if len(other.unused) < len(rules.unused) else rules
    common: Iterable[str] = set(rules.unused) & set(other.unused)
    if rules.score < FAIR and not common:
        common = best.unused  # each leaves another part of what neither finds
    left = {word for word in common if not word.isascii() or word.isdecimal()}
    named = subjects() | words().usual
    told = left if rules.score < FAIR else {word for word in left if word in named or _asks_more(word) or _has_digit(word)}
    unused = tuple(dict.fromkeys((*best.doubts, *(word for word in best.unused if word in told))))
    return _with(best, unused, sure=not unused, alternatives=rules.alternatives)


def _has_digit(word: str) -> bool:
    return any(map(str.isdecimal, word))


def _asks_more(word: str) -> bool:
    """Whether a word leaves something out or asks for something besides: 不计, 不算, 上一年."""
    return word != "不是" and bool(MORE & words().cues.get(word, frozenset()))


def _doubted(rules: Reading, other: Reading) -> Reading:
    """What the rules find has nothing of what the network hears: told as not used."""
    names = tuple(dict.fromkeys(filter(None, _words(other.query))))
    return _with(rules, names, sure=False, alternatives=rules.alternatives)


def _with(reading: Reading, unused: tuple[str, ...], *, sure: bool, alternatives: tuple[tuple[Query, float], ...]) -> Reading:
    query = replace(reading.query, unused=unused)
    tried = (replace(reading.tried[0], unused=unused), reading.tried[1]) if reading.tried else None
    return replace(reading, query=query, unused=unused, sure=sure, alternatives=alternatives, tried=tried)


def _outcome(reading: Reading) -> Outcome:
    """What a reading came to when it was tried."""
    return reading.tried[1].outcome if reading.tried else Refused(reading.query.ask, "没有试过")


def _found(reading: Reading) -> bool:
    return finds(_outcome(reading))


def _of_no_document(outcome: Outcome) -> bool:
    """Whether the unit, year or stage that is asked for is not there: no other tree can be right."""
    parts = outcome.parts if isinstance(outcome, Together) else (outcome,)
    return any(isinstance(part, Absent) and part.part in WHOSE for part in parts)


def _says_nothing(query: Query) -> bool:
    """A tree that holds a thing against itself, or asks for a row of the unit whose document it is: cut short."""
    nodes = walk(query.ask)
    twice = any(len(set(below)) < len(below) for node in nodes if (below := children(node)) and not isinstance(node, Verify))
    own = any(
        isinstance(node, Cell) and node.row == query.scope.unit and is_generic(name_key(node.column or "").lstrip("0123456789"))
        for node in nodes
    )
    itself = any(
        isinstance(node, Share | Compare | Rank | Verify) and len({_row(one) for one in children(node)}) == 1 < len(children(node))
        for node in nodes
    )
    whole = any(isinstance(node, Share) and _thing(node.of[0]) == _thing(node.of[1]) for node in nodes)  # of one unit in another's
    shares = (node.of for node in nodes if isinstance(node, Share))
    whole |= any(isinstance(a, Cell) and isinstance(b, Cell) and a.scope.unit != b.scope.unit for a, b in shares)
    alone = any(isinstance(node, Sum | Mean | Compare) and len(node.of) == 1 and not isinstance(node.of[0], SETS) for node in nodes)
    return twice or own or itself or whole or alone or isinstance(query.ask, Nothing)


def repeats(reading: Reading, last: Query) -> bool:
    """Whether a follow-up asks for just what was asked before: what it asks besides was not heard."""
    same_place = reading.query.scope == last.scope and reading.query.show == last.show
    return same_place and tuple(map(_row, walk(reading.query.ask))) == tuple(map(_row, walk(last.ask))) and isinstance(last.ask, Cell)


def unheard(reading: Reading, question: str) -> Reading:
    """A reading that is offered, and no answer: the question as a whole is what it leaves."""
    return _with(reading, (question,), sure=False, alternatives=reading.alternatives)


def _thing(node: Node) -> object:
    """What a cell is of, wherever it stands and however it was said."""
    return (node.row, node.column, node.under, node.table, node.aspect) if isinstance(node, Cell) else node


def _row(node: Node) -> object:
    """What a cell is of, without what is said of its words."""
    return (_thing(node), node.scope) if isinstance(node, Cell) else node


def _words(query: Query) -> Iterator[str]:
    """The asker's words for what is asked."""
    for node in walk(query.ask):
        if isinstance(node, Cell):
            yield node.said or node.row
        elif isinstance(node, (Passage, Define, Entries)):
            yield node.said or (node.term if isinstance(node, Define) else node.topic)
        elif isinstance(node, Rows):
            yield from filter(None, (node.said, node.of.under, node.of.table, node.of.row, node.of.kind))


def _share_words(one: Query, other: Query) -> bool:
    """Whether any word for a thing in one tree has a character of one in the other's."""
    said = set("".join((*_words(one), one.scope.unit or "")))  # a unit may be the row that the other asks for
    return bool(said & set("".join(_words(other)))) or not any(_words(other))
