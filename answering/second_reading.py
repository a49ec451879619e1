"""A question put again in plain words, for when the first reading of it finds nothing.

    "那个差侣费呢，快点，我说的是青溪街道2024年的"   →  "青溪街道2024年差旅费是多少"
    "农林水那一类在收支总表上列了多少"              →  "收支总表里的农林水是多少"
    "青溪街道2024 公积金 元 快"                     →  "青溪街道2024年公积金是多少元"

Units, years, tables and the names of the documents are taken first, wherever they stand and with slips of the hand in
them; then the words that only ask, and those that say nothing.  Whatever is left over belongs to what is asked for: it
is never dropped, so that lookup refuses a thing that is not there as it would have before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from answering.amounts import mark_amounts
from answering.anchors import Anchor, Anchors
from answering.cleaning import strip_politeness
from answering.coverage import is_common
from answering.entities import EntityIndex
from answering.marking import AMOUNT, ANY_MARK, CODE, ENTITY, TABLE, YEAR, Marked
from answering.reader import mark_scope
from answering.talk import spoken, without_adverbs, without_chatter, without_ends, without_remarks
from answering.vocabulary import Vocabulary
from answering.wording import UNIT_WORDS
from disclosure.amount import Unit
from disclosure.question import Operation, Plan
from disclosure.terms import find_subject
from retrieval.matching import normalise_label

# Words of talk: they say nothing wherever they stand, and no operation rests on them.
_TALK = (
    "(?:麻烦|劳驾|辛苦|拜托|烦请|请)?(?:你们?|您|大家|谁|哪位)?(?:能不能|能否|可不可以|可以)?(?:帮|替|给)(?:我们?|忙|个忙)(?:查|看|找|算|问)*(?:一下|下|看)?|"
    "(?:麻烦|劳驾|辛苦|拜托|烦请|请教|请问|请)(?:你们?|您|大家|各位)?(?:一下)?|(?:查|看|找|问|说|讲|核实|核对|确认)(?:一下|下|查|看|找|问|说)|"
    "(?:我们?|俺|咱们?)?(?:就|只)?(?:想|要|需要|想要)(?:知道|了解|问问?|查查?|看看?|核实|确认)(?:的?是)?(?:一下|下)?|"
    "(?:我们?|俺|咱们?)(?:问|说|指|要|找|查|看|想问|想查|要查|要问)的(?:就)?是|(?:我们?|俺|咱们?)(?:想)?(?:问|查|看)|"
    "(?:你|您|你们)?(?:知不知道|知道|晓得)|告诉我|你好|您好|谢谢(?:你|您|啦|了)?|多谢|感谢|谢了|(?:赶紧|赶快|快点?|马上)(?:说|讲|查|告诉我|回答|给我)|(?:[^,，。;；:：]{0,4}(?:领导|老板|上面|上级|主任|处长|科长|局长|同事|群众|记者))?(?:让|叫|要求)我?(?:们)?(?:查|问|核实|核对)(?:一下|下)?|亲(?![\u4e00-\u9fff])|赶紧|赶快|快点|马上|在线等|十万火急|(?<![\u4e00-\u9fff])(?:急用?|快|速|速回)(?![\u4e00-\u9fff])|"
    "(?:请|麻烦)?(?:你|您)?(?:给|帮|替)?(?:我|俺)?(?:瞅|瞧|瞄|翻)(?:一)?(?:瞅|瞧|瞄|翻|眼|下)(?:看)?|"
    "(?:应该|应当)(?=[是有为])|(?:有没有|有无|可有|是不是有)[这那](?:回|码|么回|么个)事(?:儿)?|到底|究竟|具体|大概|大约|来着|话说|对了|那么|还有就是|另外|顺便|"
    "[这那该此](?:一)?(?:个|项|类|款|笔|块儿?|指标|本|条|栏|行|张|些|份|种|列|格|部分|方面|科目|项目|经费|开支)(?:科目|项目|支出|经费|费用|钱|指标)?|(?:这块儿?|那块儿?)|"
    "(?:我)?(?:听[\u4e00-\u9fff]{0,3}?(?:说|讲|闻)|据说|有人说|网上说|都说|传言)|(?:情况|是否|是不是)?(?:属实|如此|真的|正确|准确|没错|对不对|可信)|"
    "(?:我|俺)(?:说|讲|记|看)(?:得|的)?(?:对|没错|没有错|不错)|(?:说实话|老实(?:说|讲|交代|报数)|别(?:糊弄|骗|蒙|忽悠)(?:我|人|大家)?)|"
    "嗯|呃|哎|唉|诶|喂|哦|噢|呀|啊|啦|嘛|呗|呢|哈|嘿"
)
# Words that stand between a name, its place and its amount; an operation may rest on them.
_LINKS = (
    "一年到头|(?:年底|年末|期末|眼下|目前|如今|现在|手头|名下)(?=(?:总共|一共|还|共|都)?(?:有|剩|配|养|存|几|多少))|"
    "[这那](?:玩意儿?|东西|活儿?|事儿?)|(?<=[了着过上])个|(?:账本|账面|账上?|公告|公示|网上|册子|文本)(?:里面?|中|上|头)|"
    "[这那]么?(?:种|样|类|点|些|个|项|笔)(?:子)?(?:的)?(?:项目|科目|活儿?|事儿?|玩意儿?|东西|名目|开销|花销|支出|经费|费用|款项?|工程|工作)?|"
    "[这那]么[^\\W\\d]{1,4}?的(?:项目|科目|活儿?|事儿?|玩意儿?|东西|名目|开销|工程|工作)|[养配存摆停放]着|一共[\u4e00-\u9fff]{1,2}(?=了?(?:多少|几))|[卡定压控摆]在(?=多少|几)|(?:控制|限制)在(?=多少|几)|"
    "我们|咱们|他们|里面|里头|当中|之中|其中|上面|下面|方面|一共|总共|共计|共|合共|分别|各自|各|全年|一年|每年|"
    "(?:表|书|文件|材料|报告|公开)?(?:里|中|上|内)?(?:(?:写|列|填)(?:明|着|了|的是|的)?|(?:标|印|载|登)(?:明|着|了|的是|的)|(?:显示|记载|列示|列出|写明|反映|给出)(?:了|的是|的)?)|"
    "是不是|是否|下来|底下|名下|挂着|足足|整整|居然|竟然|竟|高达|(?:据|按照?|根据)?公开的?(?:材料|文件|信息|资料|报告)?|(?:得|要)?掏(?:了|出)?|(?:打算|计划|准备|预计|需要|要|得|会|能|可以|应该|应当)(?=[花用拨给投安列])|(?:花|用|拨|给|投|搞|弄|做|办|批|下达|安排|投入|花费|拨付|支出)(?:了|掉|去|出去|的)|"
    "(?:花|用|拨|给|投)(?=多少|几)|搞|弄|一下|的话|关于|有关|对于|至于|针对|用于|用来|是|为|有|在|于|对|从|向|把|将|被|的|了|着|过|里|中|上|内|又|也|都|还|就|才|只|再|请|来|去|所|"
    "多少|若干|几(?!乎)|好多|什么|数字|数额|金额|是多少|吧|吗|么"
)
_ASKED = re.compile(
    rf"(?:多少|几|若干|好多)个?(?P<unit>{UNIT_WORDS})?(?:人民币)?的?(?:钱|资金|金额|款)?(?![\u4e00-\u9fff]*(?:倍|成))|(?:花|要|给|是)?几个?钱"
)
# 安排了几个项目: how many there are, which no amount answers
_COUNTS = re.compile("(?:几|多少|若干)[个家张种](?!钱|百分点)")
_IN_UNIT = re.compile(
    rf"(?:(?:请)?(?:折合?成?|换算?成|换算为|转换?成|写成|算成|说成|化[成为]|单位[:是为]?)(?P<unit>{UNIT_WORDS})(?:表示|来?算|说|回答)?|"
    rf"(?:请)?(?:以|按|用)(?P<told>{UNIT_WORDS})(?:为单位|来?(?:计|表示|算|说|回答)))"
)
_ALONE = re.compile("(?:要|按|单位)?(?P<unit>亿元|百万元|万元|千元|元)")
_TALK_WORD = re.compile(f"(?:{_TALK})")
_FILLER = re.compile(f"(?:{_TALK}|{_LINKS})")
# Whether something is so; a figure answers that only where one is stated.
_WHETHER = re.compile("是不是|是否|对不对")
# 三百多万: an amount that is not said exactly.
_ABOUT = re.compile("[多余几来]")
_RATES = frozenset("倍 成 % 个百分点 百分点 点".split())
# What is done with the money, directly before its name: 交住房公积金, 请人劳务.
_DONE = re.compile(
    "(?:请人|雇人|找人|请来|缴纳?|交纳?|支付|付|发放?|报销|购买|采购|添置|买|搞|开展|办理?|做|单?光是?|单是|单单)(?:了|的)?$"
)
_STOPS = re.compile(r"[\s,，。;；:：?？!！~～…—\-“”\"'‘’()（）]+")
_JOIN = re.compile("[、和与及跟]|以及|还有")
_LEVEL = re.compile("(?:部门|单位|本级)(?:预算|决算)(?:公开)?(?:文件|材料|报告|说明)?(?:里面?|中|上)?(?:的)?")
# 审计需要：…, 写材料要用，…: why it is asked
_WHY = re.compile(
    r"^(?:[^,，:：()]{1,12}[:：]|[^,，:：()]{1,10}(?:需要|急?要用|急用|之?用|备查|参考|要求|检查|核查)[,，]|"
    r"(?=[^,，]*(?:我|俺|咱|老师|领导|记者|写|稿|论文|报告|村里|街坊|同事|群众|百姓|既然|据))[^,，()]{2,24}[,，](?:所以|现在|因此)?)"
)
# A clause in front that takes something off or sets a condition says what is meant.
_RESTRICTS = re.compile("除|扣|去掉|剔|不算|不含|不包|只|仅|如果|假如|若|按|要是|比|以外|之外|减|加")
# 老师问⟨unit⟩…, 查⟨unit⟩…: who asks, directly before the scope
_ASKER = re.compile(rf"^[\u4e00-\u9fff]{{0,4}}(?:想?知道|打听|咨询|查|问|求)(?:一下|下|问|查|询)?[,，:：]?(?={ANY_MARK})")
_REMARK = re.compile(r"[(（](?P<said>[^()（）]{2,})[)）]|(?:也就是说?|就是说)(?P<other>[^,，。?？]{2,})")
_PRIVATE = re.compile(ANY_MARK)
LEVEL = CODE  # codes are not marked here
MOST = 8  # ways to put a question again


@dataclass(frozen=True, slots=True)
class Again:
    """The question put again."""

    text: str
    notes: tuple[str, ...] = ()  # how misspelt names were read
    names: tuple[str, ...] = ()  # that the plan must be about
    operation: Operation | None = Operation.LOOKUP  # that it must be read as; None: whatever the question asks
    heard: str = ""  # the part of the question whose names the answer must tell; "": all of it

    def fits(self, plan: Plan) -> bool:
        """Whether a plan made of the text is what was meant: its operation, and every name."""
        if plan.operation is Operation.NONE or self.operation not in (None, plan.operation):
            return False
        selectors = [*plan.selectors, *([plan.share_of] if plan.share_of else [])]
        said = "\n".join(
            normalise_label(part)
            for s in selectors
            for part in (s.label, s.column_label, s.within, s.table_hint, _standard_name(s.subject_code), *s.variants)
            if part
        )
        return all(name in said for name in self.names)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # scope, name, rest, join, unit
    text: str


def _standard_name(code: str | None) -> str | None:
    """The standard name of a subject code; None when there is none."""
    subject = find_subject(code) if code else None
    return subject.name if subject else None


def put_again(text: str, index: EntityIndex, vocabulary: Vocabulary) -> tuple[Again, ...]:
    """The ways to put a clean question again, the likeliest first; () when nothing in it is a name."""
    anchors = Anchors.of(vocabulary)
    found: dict[str, Again] = {}
    told_apart = without_chatter(text, lambda clause: bool(anchors.find(clause)) or _says_scope(clause, index, vocabulary))
    sayings = dict.fromkeys(said for one in (text, told_apart) for said in _without_remarks(_without_reason(one, anchors), anchors))
    for said in sayings:
        marked = mark_scope(said, index, vocabulary)
        marked = marked.with_text(_ASKER.sub("", marked.text))
        told = _IN_UNIT.search(marked.text)
        if told:
            marked = marked.with_text(marked.text[: told.start()] + "，" + marked.text[told.end() :])
        unit = (told["unit"] or told["told"]) if told else ""
        marked = mark_amounts(marked, vocabulary)
        for match in reversed(list(_LEVEL.finditer(marked.text))):
            marked = marked.mark(match.start(), match.end(), LEVEL, match.group())
        spelt = anchors.spelt(marked.text)
        plainer = dict(without_remarks(one, anchors.find, vocabulary.holds) for one in (marked.text, spelt))
        for written in dict.fromkeys((marked.text, spelt, *plainer)):
            heard = marked.original(written) if plainer.get(written) and written not in (marked.text, spelt) else ""
            notes = _changed(marked.text, spelt) if len(spelt) == len(marked.text) and written != marked.text else ()
            names = anchors.find(written)
            plain = marked.with_text(written)
            tokens = _tokens(plain, names)
            ways = (
                *_one_figure(plain, tokens, names, vocabulary, unit),
                _squeezed(plain, names, unit),
                *_one_figure(plain, _without_talk(tokens, vocabulary), names, vocabulary, unit),
                _squeezed(plain, names, unit, vocabulary),
            )
            for again in ways:
                if again is not None and again.text != text:
                    found.setdefault(again.text, replace(again, notes=(*notes, *again.notes), heard=heard))
    if told_apart != text:
        found.setdefault(told_apart, Again(told_apart, (), (), None))
    return tuple(found.values())[:MOST]


def _says_scope(clause: str, index: EntityIndex, vocabulary: Vocabulary) -> bool:
    """Whether a clause says a unit, a year or a table."""
    return bool(_PRIVATE.search(mark_scope(clause, index, vocabulary).text))


def _changed(text: str, spelt: str) -> tuple[str, ...]:
    """How misspelt characters were read, each with its neighbours."""
    places = [place for place, (one, other) in enumerate(zip(text, spelt, strict=True)) if one != other]
    return tuple(f"“{text[max(0, place - 1) : place + 1]}”按“{spelt[max(0, place - 1) : place + 1]}”理解" for place in places)


def _without_reason(text: str, anchors: Anchors) -> str:
    """Less a reason in front, unless it names something."""
    why = _WHY.match(text)
    if (
        why
        and len(text) - why.end() >= 4
        and not re.search(r"\d", why.group())
        and not any(len(a.name) > 2 for a in anchors.find(why.group()))
    ):
        return strip_politeness(text[why.end() :])
    return text


def _without_remarks(text: str, anchors: Anchors) -> Iterator[str]:
    """As it is; then what a remark in brackets calls the thing, where it is a name and what stands before it is none."""
    remark = _REMARK.search(text)
    if remark and (names := [a for a in anchors.find(remark["said"] or remark["other"]) if len(a.name) > 2]):
        before = re.search(r"[\u4e00-\u9fff“”]{2,}$", text[: remark.start()])
        if (
            before
            and len(names) == 1
            and not any(a.end == len(before.group()) and not a.slip and anchors.owns(a.name) for a in anchors.find(before.group()))
        ):
            yield text[: before.start()] + names[0].name + (text[remark.end() :] if remark["said"] else remark["other"][names[0].end :])
    yield text


def _tokens(marked: Marked, names: list[Anchor]) -> list[_Token]:
    """Scope, names, units and what is left of the text, in order; what only asks or says nothing is gone."""
    tokens: list[_Token] = []
    place = 0
    for name in [*names, None]:
        end = name.start if name else len(marked.text)
        tokens += _gap(marked.text[place:end])
        if name:
            tokens.append(_Token("name", name.name))
            place = name.end
    return tokens


def _gap(text: str) -> Iterator[_Token]:
    """What stands between two names."""
    rest, place = "", 0
    patterns = (("ask", _ASKED), ("", _FILLER), ("", _DONE), ("", _STOPS), ("join", _JOIN))
    while place < len(text):
        character = text[place]
        kind, size, said = (_kind_of_mark(character), 1, character) if _PRIVATE.match(character) else (None, 1, character)
        for name, pattern in patterns if kind is None else ():
            if match := pattern.match(text, place):
                kind, size, said = name, match.end() - place, match.group()
                if name == "ask":
                    kind, said = "unit", match.groupdict().get("unit") or ""
                break
        if kind is None:
            rest += character
        else:
            yield from _rest(rest)
            rest = ""
            if kind and said:
                yield _Token(kind, said)
            elif kind == "":
                yield _Token("", "")
        place += size
    yield from _rest(rest)


def _kind_of_mark(mark: str) -> str:
    return "amount" if AMOUNT <= ord(mark) < AMOUNT + 0x100 else "scope"


def _rest(text: str) -> Iterator[_Token]:
    if alone := _ALONE.fullmatch(text):
        yield _Token("unit", alone["unit"])
    elif text:
        yield _Token("rest", text)


def _without_talk(tokens: list[_Token], vocabulary: Vocabulary) -> list[_Token]:
    """Less what is left over and says nothing by its parts of speech."""
    units = [unit for token in tokens if token.kind == "unit" and (unit := Unit.find(token.text)) is not None]
    money = all(unit.dimension in ("money", "number") for unit in units)
    return [_bared(token, vocabulary, money=money) if token.kind == "rest" else token for token in tokens]


def _bared(token: _Token, vocabulary: Vocabulary, *, money: bool) -> _Token:
    if spoken(token.text, vocabulary.holds, money=money):
        return _Token("", "")
    return _Token("rest", without_ends(token.text, vocabulary.holds, money=money))


def _one_figure(marked: Marked, tokens: list[_Token], names: list[Anchor], vocabulary: Vocabulary, unit: str) -> Iterator[Again]:
    """One figure asked for, or one that is stated and to be checked: scope, name and unit in the usual order."""
    if _COUNTS.search(marked.text):
        return
    if not any(token.kind == "name" or (token.kind == "rest" and _resembles(token.text, vocabulary)) for token in tokens):
        return
    if any(re.search(r"\d", token.text) for token in tokens if token.kind == "rest"):
        return
    scope = _scope([token.text for token in tokens if token.kind == "scope"])
    stated = [token.text for token in tokens if token.kind == "amount"]
    units = [token.text for token in tokens if token.kind == "unit"]
    unit = unit or (units[-1] if units else "")
    if not stated and _WHETHER.search(marked.text):
        return
    if scope is None or unit in _RATES or len(stated) > 1 or (stated and (units or _ABOUT.search(marked.original(stated[0])))):
        return
    notes = tuple(f"“{anchor.slip}”按“{anchor.name}”理解" for anchor in names if anchor.slip)
    asked = f"是{marked.original(stated[0])}吗" if stated else f"是多少{unit}"
    for label in dict.fromkeys(_labels(tokens, vocabulary)):
        yield Again(f"{marked.original(scope)}{label}{asked}", notes, (), Operation.VERIFY if stated else Operation.LOOKUP)


def _resembles(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a good part of what is left over stands in a name."""
    size = 2 if len(text) <= 4 else 3
    return size > 1 and any(vocabulary.holds(text[start : start + size]) for start in range(len(text) - size + 1))


def _labels(tokens: list[_Token], vocabulary: Vocabulary) -> Iterator[str]:
    """The name asked for: what stands together is one piece; pieces apart are one name, or a row with its column."""
    pieces: list[str] = []
    apart = True
    joined = False
    for token in tokens:
        if token.kind in ("name", "rest"):
            if apart or not pieces:
                pieces.append(token.text)
            else:
                pieces[-1] += token.text
            apart = False
        else:
            joined |= token.kind == "join" and bool(pieces)
            apart = True
    pieces = list(dict.fromkeys(pieces))
    if joined:
        return
    if len(pieces) == 1:
        yield pieces[0]
    elif 2 <= len(pieces) <= 3:
        if vocabulary.holds("".join(pieces)):
            yield "".join(pieces)
        yield "的".join(pieces)
        if len(pieces) == 2:
            yield "的".join(reversed(pieces))


def _scope(marks: list[str]) -> str | None:
    """Units and years side by side, several joined by 和; None where two years may be one row's and one document's."""
    text = ""
    seen: set[int] = set()
    tables = [mark for mark in marks if _kind(mark) == TABLE]
    for mark in dict.fromkeys(marks):
        kind = _kind(mark)
        if kind == TABLE:
            continue
        if kind is not None and kind in seen:
            text, seen = text + "和", set()
        if kind is not None:
            seen.add(kind)
        text += mark
    if len([m for m in dict.fromkeys(marks) if _kind(m) == YEAR]) > 1:
        return None
    return text + "".join(dict.fromkeys(tables))


def _kind(mark: str) -> int | None:
    return next((kind for kind in (YEAR, ENTITY, TABLE) if len(mark) == 1 and kind <= ord(mark) < kind + 0x100), None)


def _squeezed(marked: Marked, names: list[Anchor], unit: str, vocabulary: Vocabulary | None = None) -> Again | None:
    """The question in its own order, its names put right and its talk left out; with a vocabulary also adverbs and the like."""
    text, place = "", 0
    for name in names:
        text += _less_talk(marked.text[place : name.start], vocabulary)
        text += name.name if name.slip else marked.text[name.start : name.end]
        place = name.end
    text += _less_talk(marked.text[place:], vocabulary)
    notes = tuple(f"“{anchor.slip}”按“{anchor.name}”理解" for anchor in names if anchor.slip)
    noted = f"(单位:{unit})" if unit else ""
    telling = tuple(name.name for name in names if len(name.name) > 2 and not is_common(name.name))
    return Again(marked.original(text) + noted, notes, telling, None) if names else None


def _less_talk(text: str, vocabulary: Vocabulary | None) -> str:
    text = _TALK_WORD.sub("", text)
    return text if vocabulary is None else without_adverbs(text, vocabulary.holds)
