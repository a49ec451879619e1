"""What the words around a number say of it: what it measures, what it is compared with, of which year.

    "2026年度…预算收入总计2,221.42万元，其中：…，比上年增加1072.38万元，增长93.33%"
    →  预算收入总计 AMOUNT 2,221.42万元 · 预算收入总计 INCREASE 1072.38万元 比上年 · 预算收入总计 GROWTH_RATE 93.33%

A number belongs to the noun phrase before it, back to the last clause boundary or number; a counter may have its
noun behind it (12个内设机构).  A change or share without a phrase of its own belongs to the amount before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace

from disclosure.amount import fold_width
from disclosure.figure import Aspect
from disclosure.mention import Mention, MentionKind, find_numbers
from ingest.prose import phrases
from ingest.prose.phrases import CHAIN_MARK, LONGEST, NUMBERED, SOFT, STRONG, clean, holds_parts, mask, said_basis, sentences, subject_chain
from ingest.prose.statement import NOWHERE, Context, Reading, Whole, allows

_MARKER = re.compile(r"其中|主要包括|包括|主要用于|具体(?:为|是|如下|包括)|构成(?:为|如下)|分别(?:是|为)[:：]")
_OF_WHOLE = re.compile(r"(?P<whole>[^，,；;：:。]{3,40}?)(?:当?中|里)[，,:]")
_BASIS = re.compile(
    r"(?:比|较|相比|与|同|对比)(?P<basis>[^，,；;：:。]*(?:预算执行数|预算数?|决算数?|执行数|年度?|期|上年|去年|年初|数))(?:同期)?(?:相比较?|比较|对比|相比)?"
)
_NO_YEAR = re.compile(r"(?:比|较|与|同)[^，,；;：:。]*$|20\d\d\s*年?\s*[-—–~～至到]\s*$")  # before one compared with, or a span's end
_LIKENED = re.compile(r"(?:年度?)?[预决]?算?数?相[比较]")  # behind a year: 和2025年相比
_COMPARED = re.compile(
    r"(?:与|同|和)(?P<basis>[^，,；;：:。]{2,20}?)(?:同期)?(?:相比较?|比较|对比)"
)  # 与上年相比收支预算总计: the basis ends there
_CHANGE = re.compile(
    r"(?P<verb>增加|增长|增多|上升|提高|上涨|上浮|扩大|增幅|涨幅|减少|减低|下降|降低|压减|缩减|压缩|核减|减幅|降幅|调减|调增|净增|增|减|降)"
    r"(?:了|额|数|率|幅度|金额|比例)?(?:均|各|约|近|共|达到?|为|是)*$"
)
_NO_SUBJECT = re.compile("(?:同比|环比|相比|相应|共|均|各|净|预算|决算|支出|收入|经费)+")  # before a change
_DOWN = re.compile(r"减少|减低|下降|降低|压减|缩减|压缩|核减|减幅|降幅|调减|减|降")
_EARLIER = re.compile(  # 比2025年年初预算数4,956.01万元增加…: the amount before the change
    r"(?:比|较|与|同|和)(?P<column>(?:(?P<year>20\d\d)\s*年度?|上年度?|去年)(?:同期)?的?(?:年初|全年|调整)?(?:预算执行数|[预决]算数?|执行数|数)?)的?"
)
_SHARE = re.compile(r"占(?:到|了)?(?P<basis>[^，,；;。]*?)(?:的)?(?:比重|比例|比率|份额)?(?:为|是|约|达到?)*$")
_OF = re.compile(r"(?:完成了?|达到|为|是|占)(?P<basis>[^，,；;。]*(?:预算|决算|任务|计划|目标|总额|总数|指标)数?)的$")
_WHOLE_COLUMN = re.compile(
    r"(?:20\d\d年度?)?(?:当年|全年|年初|年末|本年度?|上年度?|调整后?|追加){0,2}(?:的)?"
    r"(?:预算执行数|执行数|预算安排数?|预算数|决算数|预算|决算|安排)|支出决算数?|收入决算数?|支出数"
)
_TAIL_COLUMN = re.compile(
    r"(?P<column>(?:20\d\d年度?)?(?:当年预算执行数|预算执行数|年初预算数?|全年预算数?|调整后?预算数?|决算数|预算数|执行数|决算|预算安排数?))$"
)
_BUDGETED = re.compile(r"(?<=支出|经费|拨款|收入)(?:年初|全年)?预算数?$")
_DEPENDENT = re.compile(
    r"(?:共|合计|总)?(?:涉及|安排|使用|投入).{0,12}|(?:共计|合计|总计|预算|总)?(?:金额|资金|资金总额)|共计|合计|总计|实有(?:数|人数)?|实际.{0,6}|数量|人数|平均.{1,6}|"
    r"(?:账面)?(?:价值|原值|净值)"
)
_QUALIFIER = re.compile(r"\s*(?:\([^()]{1,8}\))?\s*(?:及|或)?(?:以上|以下|以内|之内|以外)")
BESIDE = 60  # characters about a number that can say something of it
_ARTICLE = re.compile("一[个项种次批套条类名家部位年]")
_NOUN_BEHIND = re.compile(
    r"(?P<noun>[\u4e00-\u9fff“”]{1,14}?)(?=的|和|及|与|或|财政|开展|进行|按|在|驻|负责|从事|参加|共|因|为|已|均|等|，|,|。|；|;|：|:|、|\(|\)|$)"
)
_SAID_BEHIND = re.compile(r"\s*(?:为|是|系|属于?|用于)(?P<noun>[^，,。；;：:、()\d]{2,20})")  # 其中35万元为上年结转资金


def read_paragraph(text: str, context: Context) -> tuple[Reading, ...]:
    """The quantities of one paragraph in order; `context.whole` is set for the next one."""
    return _Paragraph(text, context).read()


@dataclass(slots=True)
class _Paragraph:
    text: str
    context: Context
    folded: str = ""
    mentions: tuple[Mention, ...] = ()
    places: tuple[int, ...] = ()  # where the mentions start
    years: list[tuple[int, int]] = field(default_factory=list)  # of the sentence
    brackets: tuple[tuple[int, int], ...] = ()  # that hold numbers of their own
    found: list[Reading] = field(default_factory=list)
    owner: Reading | None = None  # the last number or title with a phrase of its own
    whole: Whole | None = None  # of the 其中 that is open
    base: Whole | None = None  # of the 其中： that the paragraph before ended with
    opened: list[Reading] = field(default_factory=list)  # what any 其中 of the paragraph was the whole of
    basis: str | None = None  # said earlier in the sentence
    as_of: int | None = None  # 截至 … 年 holds to the end of the paragraph
    began_with_marker: bool = False
    bracket: tuple[int, int] | None = None  # that the last number stood in
    outside: tuple[Reading | None, Whole | None] = (None, None)  # what held before it
    aside: int = 0  # numbers found up to the end of the last bracket, of which nothing behind it is said

    def read(self) -> tuple[Reading, ...]:
        self.folded = mask(fold_width(self.text))
        self.mentions = find_numbers(self.text)
        self.places = tuple(mention.start for mention in self.mentions)
        found = (match.span() for match in re.finditer(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", self.folded))
        self.brackets = tuple(span for span in found if holds_parts(self.folded[span[0] : span[1]]))
        self.whole = self.base = Whole(self.context.whole) if self.context.whole else None
        for start, end in sentences(self.folded):
            self._sentence(start, end)
        ending = self.folded.rstrip()
        if ending.endswith((":", "：")) and self.found:
            self.context.whole = self.owner if self.owner and self.owner.own else self.found[0]
        elif self.found and not NUMBERED.match(self.folded) and self.whole is not self.base:
            self.context.whole = None
        return tuple(self.found)

    def _sentence(self, start: int, end: int) -> None:
        quantities = [mention for mention in self._within(start, end) if mention.kind is MentionKind.QUANTITY]
        self.years = self._years(start, end)
        self.basis = None
        marked = bool(re.match(r"\s*(?:其中|包括|分别)", self.folded[start:end]))
        if marked and not self.began_with_marker and self.owner:
            self.whole = Whole(self.owner)
        elif not marked and self.whole is not self.base:
            self.whole = None
        self.began_with_marker = marked
        self._nothing(start, end)
        if not quantities:
            self._title(start, end)
            return
        if (colon := self.folded.find(":", start, quantities[0].start)) > 0:
            self._title(start, colon)  # 公路养护(项): 支出决算为…
        at = start
        for number, mention in enumerate(quantities):
            following = quantities[number + 1] if number + 1 < len(quantities) else None
            if phrases.counts_item(self.folded, mention.start, mention.end):
                at = mention.end
            if at == mention.end or self._is_name(mention, following):
                continue
            inside = next((each for each in self.brackets if each[0] < mention.start < each[1]), None)
            if inside != self.bracket and self.bracket is not None:
                self.owner, self.whole = self.outside
                at, self.aside = max(at, self.bracket[1]), len(self.found)
            if inside != self.bracket and inside is not None:
                self.outside = self.owner, self.whole
                self.whole = Whole(self.owner) if self.owner else None
                at = inside[0] + 1
            self.bracket = inside
            reading, at = self._number(mention, following, at, (start, end))
            self.found.append(reading)

    def _nothing(self, start: int, end: int) -> None:
        """本单位无“三公”经费预算 says of the measure that there is none."""
        words = self.folded[start:end]
        said = clean(words, self.context.names)
        match = phrases.NOTHING.match(said)
        if match and phrases.FINANCIAL.search(match["what"]):
            at = self.folded.index(match["word"], start)
            mention = Mention(at, at + len(match["word"]), match["word"], MentionKind.QUANTITY, None)
            what = clean(match["what"], self.context.names)
            self.found.append(Reading(mention, (start, end), self._printed(what), year=self._year(mention)))

    def _title(self, start: int, end: int) -> None:
        """A sentence without numbers may name what the next ones are about."""
        words = self.folded[start:end].strip("。 \n")
        chain, code = subject_chain(clean(words, self.context.names))
        if len(chain) > 1 or (len(chain) == 1 and CHAIN_MARK.search(words)):
            names = tuple(self._printed(name, end) for name in chain)
            self.owner = Reading(NOWHERE, (start, end), names[-1], chain=names[:-1], code=code)
        elif NUMBERED.match(words) and len(words) < 30 and not self.found and not re.search("[，,：:]", words):
            self.owner = Reading(NOWHERE, (start, end), self._printed(clean(words, self.context.names), end))

    def _is_name(self, mention: Mention, following: Mention | None) -> bool:
        """Whether a number is part of a name: 单价100万元以上设备0台, 《…“三项监管”工作的通知》, 是一项惠民工程."""
        behind = self.folded[mention.end : mention.end + BESIDE]
        article = _ARTICLE.fullmatch(mention.text) and re.match("[\u4e00-\u9fff“]", behind)
        if article or "\x00" in self.folded[mention.start : mention.end]:
            return True
        if not _QUALIFIER.match(behind):
            return False
        if following is None:
            return bool(phrases.PRICE.search(self.folded[max(0, mention.start - BESIDE) : mention.start]))
        return not re.search(f"[{STRONG}]", self.folded[mention.end : following.start])

    def _number(self, mention: Mention, following: Mention | None, at: int, sentence: tuple[int, int]) -> tuple[Reading, int]:
        between = self.folded[at : mention.start]
        self._follow_marker(between)
        basis_clause = said_basis(between)
        self.basis = basis_clause or self.basis
        phrase = self._phrase(at, mention)
        reading = self._understand(Reading(mention, sentence, "", year=self._year(mention)), phrase, following)
        if reading.aspect is Aspect.AMOUNT and reading.own and reading.measure:
            self.owner = reading
            if self.whole:
                self.whole.members += 1
        return reading, max(mention.end, self._noun_end(mention, reading))

    def _noun_end(self, mention: Mention, reading: Reading) -> int:
        behind = self.folded[mention.end : mention.end + BESIDE]
        return mention.end + len(reading.measure) if reading.own and reading.measure and behind.startswith(reading.measure) else mention.end

    def _follow_marker(self, between: str) -> None:
        between = re.sub(r"\([^()]*\)", "", between)
        if (said := _OF_WHOLE.search(between)) and not re.search(r"[比较与]", said["whole"]):
            measure = self._printed(clean(said["whole"], self.context.names).removeprefix("在"))
            self.whole = Whole(Reading(NOWHERE, (0, 0), measure))
            return
        marker = _MARKER.search(between)
        if marker and not re.match(r"\s*(?:其中|包括)", between) and not re.search("[；;]", between[marker.end() :]):
            self._open_whole(between[: marker.start()], marker[0])
        elif self.whole and re.search("[；;]", between):
            if self.whole.members > 1 and not self.whole.split:
                self.whole = self.whole.outer
            if self.whole:
                self.whole.split = True

    def _open_whole(self, before: str, marker: str) -> None:
        """What follows are parts: of what the marker's own clause names (支出包括：), else of the number before it."""
        clause = self._printed(clean(before[max(before.rfind(mark) for mark in STRONG) + 1 :], self.context.names))
        named = Reading(NOWHERE, (0, 0), clause) if "包括" in marker and len(clause) > 1 else self.owner
        inside = self.whole and named is self.owner and self.whole.members > 0 and not re.search("[；;]", before)
        if named:
            self.whole = Whole(named, self.whole if inside else None)
            self.opened.append(named)

    def _phrase(self, at: int, mention: Mention) -> str:
        """The words that belong to the number: back to the last boundary, and over a clause that ends with 的."""
        window = self.folded[at : mention.start]
        cut = max((window.rfind(mark) for mark in STRONG), default=-1)
        phrase = window[cut + 1 :]
        if cut > 0 and window[:cut].endswith("的") and clean(phrase, self.context.names):
            before = max((window[:cut].rfind(mark) for mark in STRONG), default=-1)
            phrase = window[before + 1 : cut] + phrase
        return phrase

    def _understand(self, blank: Reading, phrase: str, following: Mention | None) -> Reading:
        percent = blank.mention.amount is not None and blank.mention.amount.dimension in ("%", "百分点")
        if match := _CHANGE.search(phrase.rstrip()):
            return self._change(blank, phrase[: match.start()], match["verb"], percent, following)
        if percent and phrase.strip() == "的" and self.found and self.found[-1].sentence == blank.sentence:
            return self._part_of_last(blank)
        if percent and (match := _SHARE.search(phrase) or _OF.search(phrase)):
            about = clean(phrase[: match.start()], self.context.names)
            basis = self._printed(match["basis"].strip(), blank.mention.start) or None
            subject = self._nearest() if not about else None
            return self._carry(replace(blank, aspect=Aspect.SHARE, basis=basis), subject, about)
        return self._amount(blank, phrase, following)

    def _part_of_last(self, blank: Reading) -> Reading:
        """支出12万元，为年初预算10万元的120%: a share of the number right before it."""
        whole = self.found[-1]
        earlier = [each for each in self.found[:-1] if each.aspect is Aspect.AMOUNT]
        same = [each for each in earlier if each.measure == whole.measure and each.column != whole.column]
        here = [each for each in earlier if each.sentence == blank.sentence]
        part = next(iter((same or here)[-1:]), whole)
        return self._carry(replace(blank, aspect=Aspect.SHARE, basis=whole.column or whole.measure), part, "")

    def _change(self, blank: Reading, words: str, verb: str, percent: bool, following: Mention | None) -> Reading:
        down = bool(_DOWN.fullmatch(verb))
        aspect = Aspect.GROWTH_RATE if percent else Aspect.DECREASE if down else Aspect.INCREASE
        match = _COMPARED.search(words) or _BASIS.search(words)
        basis = self._printed(match[0], blank.mention.start) if match else self.basis
        about = clean(words[: match.start()] + words[match.end() :] if match else words, self.context.names)
        self.basis = basis
        amount = blank.mention.amount
        if aspect is Aspect.GROWTH_RATE and down and amount is not None and amount.number > 0:
            blank = replace(blank, mention=replace(blank.mention, amount=-amount))
        blank = replace(blank, aspect=aspect, basis=basis)
        if about and not _WHOLE_COLUMN.fullmatch(about) and not _NO_SUBJECT.fullmatch(about):
            return self._carry(blank, None, about)
        previous = self.found[-1] if self.found else None
        if previous and previous.sentence == blank.sentence and previous.aspect in (Aspect.INCREASE, Aspect.DECREASE) and percent:
            return self._carry(blank, previous, "")
        return self._carry(blank, self._changed(blank, following), "")

    def _changed(self, blank: Reading, following: Mention | None) -> Reading | None:
        """The amount that a change is of: the nearest one that the arithmetic allows, else the whole it is part of."""
        nearest = self._nearest()
        if nearest is None or blank.aspect is Aspect.GROWTH_RATE:
            return nearest
        rate = following.amount if following and following.amount and following.amount.dimension == "%" else None
        apart = re.search("[；;。]", self.folded[nearest.mention.end : blank.mention.start])
        # 其中：A 3万元、B 4万元。比上年减少…，下降…: of the whole again, or of what the paragraph begins with
        behind = [*self.opened[::-1], self.found[0]] if rate or apart else []
        for candidate in (nearest, self.whole.reading if self.whole else None, *behind):
            if candidate and allows(candidate, blank, rate.number if rate else None):
                return candidate
        return nearest

    def _nearest(self) -> Reading | None:
        behind = (each for each in reversed(self.found[self.aside :]) if each.aspect is Aspect.AMOUNT and not each.before)
        return next(behind, self.owner)

    def _carry(self, blank: Reading, subject: Reading | None, about: str) -> Reading:
        if about:
            return self._named(replace(blank, own=False), about)
        if subject is None:
            return replace(blank, measure=self.context.fallback, own=False)
        year = subject.year if blank.aspect is not Aspect.SHARE and subject.year else blank.year
        return replace(blank, measure=subject.measure, chain=subject.chain, code=subject.code, column=subject.column, year=year, own=False)

    def _amount(self, blank: Reading, phrase: str, following: Mention | None) -> Reading:
        words = clean(phrase, self.context.names)
        noun = self._noun_behind(blank.mention, words)
        if noun:
            return replace(blank, measure=self._printed(noun), chain=self._enclosing())
        if (match := _EARLIER.fullmatch(phrase.strip())) and (subject := self._nearest()):
            if changed := self._verb_left_out(blank, subject, following):
                return changed
            year = int(match["year"]) if match["year"] else self.context.year and self.context.year - 1
            self.basis = self._printed(match[0].rstrip("的"), blank.mention.start)
            earlier = replace(blank, column=self._printed(match["column"].rstrip("的"), blank.mention.start), before=True)
            return replace(self._carry(earlier, subject, ""), year=year, column=earlier.column)
        column = clean(phrase, self.context.names, keep_year=True)
        listed = self.whole is not None and (self.whole.members > 0 or self.owner is self.whole.reading)
        if not listed and (_WHOLE_COLUMN.fullmatch(words) or _WHOLE_COLUMN.fullmatch(column)):
            return self._under_owner(replace(blank, column=column, own=False))
        behind = self.folded[blank.mention.end : blank.mention.end + BESIDE]
        if qualifier := _QUALIFIER.match(behind):
            blank = replace(blank, column=qualifier[0].strip())
            noun_behind = _NOUN_BEHIND.match(behind[qualifier.end() :])
            if len(words) < 4 and noun_behind:
                return replace(blank, measure=noun_behind["noun"])
        if not words and (said := _SAID_BEHIND.match(behind)):
            return replace(blank, measure=self._printed(said["noun"].strip()), chain=self._enclosing())
        if not words:
            return self._carry(blank, self._nearest(), "")
        if _DEPENDENT.fullmatch(words) and (subject := self._subject(blank)):
            return replace(blank, measure=subject.measure + words, chain=subject.chain, code=subject.code, own=False)
        return self._named(blank, words)

    def _verb_left_out(self, blank: Reading, subject: Reading, following: Mention | None) -> Reading | None:
        """安排210.32万元，比上年1.43万元，增加0.68%: the change itself, as its rate tells; None where it is the year before's amount."""
        if following is None or (rate := following.amount) is None or rate.dimension != "%":
            return None
        verb = _CHANGE.search(self.folded[blank.mention.end : following.start].rstrip())
        change = replace(blank, aspect=Aspect.DECREASE if verb and _DOWN.fullmatch(verb["verb"]) else Aspect.INCREASE)
        return self._carry(change, subject, "") if verb and allows(subject, change, rate.number) else None

    def _subject(self, blank: Reading) -> Reading | None:
        """What 涉及资金 is of: the number before it, else the clause before it."""
        if self.owner and self.owner.sentence[0] >= blank.sentence[0]:
            return self.owner
        clauses = re.split(f"[{STRONG}]", self.folded[blank.sentence[0] : blank.mention.start])
        before = self._printed(clean(clauses[-2], self.context.names), blank.mention.start) if len(clauses) > 1 else ""
        return Reading(NOWHERE, blank.sentence, before, chain=self._enclosing()) if before else self.owner

    def _under_owner(self, reading: Reading) -> Reading:
        if self.owner is None:
            return replace(reading, measure=self.context.fallback)
        measure = self.owner.measure
        if "决算" in (reading.column or ""):
            measure = _BUDGETED.sub("", measure)  # …支出预算为5.50万元，支出决算为3.98万元
        return replace(reading, measure=measure, chain=self.owner.chain, code=self.owner.code)

    def _named(self, reading: Reading, words: str) -> Reading:
        column = reading.column
        if (
            (tail := _TAIL_COLUMN.search(words))
            and tail.start() > 1
            and not re.fullmatch("本年度?|当年|全年|上年度?", words[: tail.start()])
        ):
            words, column = words[: tail.start()].rstrip("为是的"), tail["column"]
        chain, code = subject_chain(words)
        names = tuple(self._printed(name, reading.mention.start) for name in chain)
        return replace(reading, measure=names[-1], chain=(*self._enclosing(), *names[:-1]), code=code, column=column)

    def _printed(self, words: str, before: int | None = None) -> str:
        """Words of the folded text as the document prints them."""
        end = len(self.folded) if before is None else before
        at = self.folded.rfind(words, max(0, end - LONGEST), end) if words else -1
        return self.text[at : at + len(words)] if at >= 0 else words.replace(SOFT, "，")

    def _enclosing(self) -> tuple[str, ...]:
        return (*self.whole.reading.chain, self.whole.reading.measure) if self.whole else ()

    def _noun_behind(self, mention: Mention, words: str) -> str | None:
        """内设机构 of 设12个内设机构; 抽水站 of 2个管理站和3个抽水站; 同意更新的巡河车 of 同意更新的2辆巡河车."""
        unit, whose = mention.amount.unit if mention.amount else None, words if words.endswith("的") else ""
        if unit is None or unit.dimension not in phrases.COUNTED or (words and not whose and not phrases.VERBS.search(words)):
            return None
        behind = self.folded[mention.end : mention.end + BESIDE]
        if phrases.NO_NOUN.match(behind) or not (match := _NOUN_BEHIND.match(behind)):
            return None
        return whose + match["noun"]

    def _years(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where the sentence says a year, and which; years that something is only compared with, or a span of years, say nothing."""
        said = []
        for mention in self._within(start, end):
            number = re.search(r"20\d\d", mention.text)
            if mention.kind not in (MentionKind.YEAR, MentionKind.DATE) or number is None:
                continue
            before = self.folded[max(start, mention.start - BESIDE) : mention.start]
            beside = before.endswith("和") and _LIKENED.match(self.folded[mention.end : mention.end + BESIDE])
            if not (beside or _NO_YEAR.search(before) or "\x00" in self.folded[mention.start : mention.end]):
                said.append((mention.start, int(number[0])))
                if re.search(r"截[至止]\s*$", before):
                    self.as_of = int(number[0])
        return said

    def _within(self, start: int, end: int) -> tuple[Mention, ...]:
        return self.mentions[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def _year(self, mention: Mention) -> int | None:
        """The last year said before the number in its sentence, or with 截至 earlier."""
        said = [year for at, year in self.years if at < mention.start]
        if not said and self.began_with_marker and self.owner:
            return self.owner.year
        return said[-1] if said else self.as_of
