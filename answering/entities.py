"""Units named in a question: those that the library holds, and those that it does not.

    "区府办2025年公务接待费"  →  mention of 宁江市清河区人民政府办公室 at 0–3
    "清河区财政局的总预算"    →  stranger 清河区财政局: a unit, and none of the library's
    "局里办公费"              →  the one unit of the library that is a 局

A unit that only resembles a loaded one (another place before it, another head after it) is a stranger, since nothing
may be answered from another unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answering.unit_names import UnitName, part_pattern
from answering.unit_slips import UnitSlips
from answering.vocabulary import Vocabulary
from disclosure.terms import place_names
from retrieval.matching import normalise_label

_HAN = "\u4e00-\u9fff"
# Units among which misspelt names are always looked for; among more only where no name is right; among MANY never.
FEW, MANY = 200, 5000
_LEVEL_WORDS = "[我本全该各贵咱]"
# Words that stand before a unit's name without being part of it.
_BEFORE = (
    r"(?:[看查问说算翻扒瞧瞅聊找]一[看查问说算翻扒瞧瞅聊找]|比较|对比|查询|查看|统计|分析|计算|列出|显示|那么?|不过|可是|但是?|然而|所以|因此|结果|还有|以及|其中|如果|假如|和|与|及|跟|同|比|较|在|对|"
    r"由|给|从|的|是|把|按|让|将|请|问|看|查|"
    r"到|为|或|还是|咱们?|我们?|你们?|他们?|这个?|那个?|该|本|各|贵|说|据|用|占|中|里|了|年|度|全年|前|后|对于|"
    r"关于|至于|记得|知道|确认|核实|听说|觉得|认为|以为|相比|于|向|归|属)$"
)
_SUBORDINATE = re.compile(
    rf"^[{_HAN}]{{1,12}}?(?:中心|大队|支队|执法队|服务站|管理所|派出所|司法所|卫生院|学校|幼儿园|小学|中学|医院|"
    rf"办公室|委员会|工作站|研究院|馆|所|站|队)"
    r"(?=[\ue100-\ue1ff]|的|$|[,，、?]|预算|决算|部门|单位|有多少|共有)"
)
# What cannot be part of a unit's name.
_NO_NAME = re.compile(
    "的|是|在|多少|几|哪|什么|预算|决算|支出|收入|经费|资金|费用|安排|和|与|或|比|占|有|没|用于|采购|合计|总计|等|这|那|吗|呢|"
    "绩效|目标|说明|表[里中]|每|各|所有|全部|其他|级|相关|有关|主管|财政拨款|项目|为何|怎|谁|请|查|看|问|帮|给|把"
)
_STRONG = (
    "局|厅|街道办事处|街道办|街道|委员会|法院|检察院|医院|中学|小学|大学|学院|学校|"
    "镇人民政府|乡人民政府|镇政府|乡政府|人民政府|区政府|县政府|市政府"
)
_WEAK = "办公室|办事处|委|办|部|院|中心|总队|支队|大队|队|协会|联合会|镇|乡|公司|集团|馆|站|所"
_PLACE = rf"(?:[{_HAN}]{{1,7}}?(?:省|(?<!城)市|(?<![社园校小景库矿林片辖])区|县|旗|自治州|自治区)){{1,3}}"
_PLACED = re.compile(
    rf"(?P<place>{_PLACE}|[A-Za-z'\-]{{2,24}}(?:区|县|市|省|街道(?!办)))(?!级|内|外|域|属|"
    rf"直)(?P<core>[{_HAN}]{{0,14}}?)(?P<head>{_STRONG}|{_WEAK})(?!室)|(?P<latin>[A-Za-z'\-]{{2,24}}(?:街道|镇|乡))"
)
_PLACE_ALONE = re.compile(rf"(?P<place>{_PLACE})(?:的|全[区县市]|本级)?(?=[\ue100-\ue1ff]|预算|决算|部门|财政|总|各|所有|全部)")
_UNPLACED = re.compile(rf"(?:(?<![{_HAN}])|(?<=[和与及跟比同或的]))(?P<core>[{_HAN}]{{2,8}}?)(?P<head>{_STRONG})(?!级|面|势|限|部|域)")
_KNOWN_ORGANS = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<place>)(?:[区县市省])?(?P<core>宣传|组织|统一?战线?工作|统战|武装|社会工作|社工|"
    r"政法|发改|教|卫健|卫计|建|经信|经|科|国资|农|商务|纪|监|编|信访|"
    r"外|金融|机关事务|大数据|机编|团|妇|残|侨|工商|红十字|文|科协|总工|老干部|党|史志|档案)(?P<head>部|委办|"
    r"委员会|委|办公室|办|联|会|校|局|馆)"
    r"(?=[\ue100-\ue1ff]|的|$|[,，、?]|预算|决算|部门|单位|有多少|今|去)"
)
_WHOSE = re.compile("[你我咱他]们|[这那]个|人家")
_PRONOUN = re.compile(
    rf"(?:我们|咱们|你们|他们|咱|我|本|该|贵|你|这个?)(?P<head>局|街道|厅|委|办|学校|学院|医院|大学|中学|小学|法院|检察院|协会|校|院|镇|乡|"
    rf"中心|馆|站|队)(?![{_HAN}]{{0,1}}(?:部|级|的?办公室))里?"
    r"|(?<![\u4e00-\u9fff])(?P<bare>局|街道|厅|部|委|办|校|学校|院|医院|镇|乡|中心)里(?:面)?"
    r"|(?:我们?|咱们?|你们?|本|该|贵|这个?)(?P<any>单位|部门|机构)里?(?!预算|决算|整体)|"
    r"(?<![\u4e00-\u9fff])(?P<unit>单位|部门)里(?:面)?|(?<![\u4e00-\u9fff])(?P<lone>街道|局|镇|乡)(?=[\ue100-\ue1ff]|一共|总共)|(?<![\u4e00-\u9fff])(?P<plain>单位)(?=一?共?有|的|现有|目前|本年)"
)


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A place in the question where units are named."""

    start: int
    end: int
    text: str
    entities: tuple[str, ...]  # full names that it may mean; () for a stranger, or a pronoun without one
    stranger: str | None = None  # the name of a unit that the library does not hold; None: it does
    reason: str = ""
    place_only: bool = False  # 柏溪县2026年…: a place, whose units are `entities`
    note: str = ""  # told with the answer: how a misspelt name was read
    part: bool = False  # a unit that other units' documents list in rows, without a document of its own


class EntityIndex:
    """The units of a library, ready to be found in questions."""

    def __init__(self, entities: Sequence[str], parts: Sequence[str] = ()) -> None:
        """Distinct full names; `parts` are units that stand in rows of the documents of others."""
        self.entities = tuple(dict.fromkeys(entities))
        self.parts = tuple(part for part in dict.fromkeys(parts) if part not in self.entities)
        self._names = [UnitName.parse(entity) for entity in self.entities]
        self.normalised = frozenset(normalise_label(entity) for entity in self.entities)
        self._slips = UnitSlips(self._names) if len(self._names) <= MANY else None
        self._by_first: dict[str, list[UnitName]] = {}
        for name in self._names:
            keys = {name.core[0]} if name.core else {"政", "府", "委"} if name.government or name.committee else {name.full[-1]}
            for key in keys:
                self._by_first.setdefault(key, []).append(name)

    def find(self, text: str, vocabulary: Vocabulary) -> tuple[EntityMention, ...]:
        """Every unit named in `text` (years already marked), in order; offsets are those of `text`."""
        parts = self._parts_in(text)
        exact = [m for m in self._exact(text) if not any(_overlap(m, (p.start, p.end)) for p in parts)]
        found = [*parts, *(m if any(m.end == p.start for p in parts) else self._judge(text, m, vocabulary) for m in exact)]
        taken = [(m.start, m.end) for m in found]
        strangers = [s for s in _strangers(text, vocabulary) if not any(_overlap(s, span) for span in taken)]
        found += strangers
        known = [m for m in found if m.entities]
        for slip in self._misspelt(text, known, vocabulary) if not known or len(self._names) <= FEW else ():
            # a stranger that the slip explains whole is none (普佗区司法局), nor is a part of the name (正府办公室) a name
            others = [m for m in found if _overlap(m, (slip.start, slip.end))]
            if all(slip.start <= m.start and m.end <= slip.end and m.entities in ((), slip.entities) for m in others):
                found = [*(m for m in found if m not in others), slip]
        found = found or self._place_alone(text, vocabulary)
        found += [m for m in self._pronouns(text) if not any(_overlap(m, (f.start, f.end)) for f in found)]
        return tuple(sorted(found, key=lambda m: m.start))

    def _parts_in(self, text: str) -> list[EntityMention]:
        """Units below others, each by a name that fits it alone; a place before it that is not its own makes it a stranger."""
        spans: dict[tuple[int, int], list[str]] = {}
        for part in self.parts:
            for match in part_pattern(part).finditer(text):
                if sum("\u4e00" <= character for character in match.group()) > 2 or match.group().endswith("本级"):
                    spans.setdefault(match.span(), []).append(part)
        mentions: list[EntityMention] = []
        for (start, end), names in sorted(spans.items(), key=lambda item: item[0][0] - item[0][1]):
            mention = EntityMention(start, end, text[start:end], tuple(names), None, f"“{text[start:end]}”指{'、'.join(names)}", part=True)
            foreign = _foreign_place(text[:start], mention)
            elsewhere = re.search(f"{_PLACE}$", foreign + (text[start] if text[start] in "省市区县" else ""))
            if any(_overlap(other, (start, end)) for other in mentions) or elsewhere:
                continue
            mentions.append(mention)
        return mentions

    def _exact(self, text: str) -> list[EntityMention]:
        names = {id(n): n for character in set(text) for n in self._by_first.get(character, ())}
        spans: list[tuple[int, int, bool, UnitName]] = []
        for name in names.values():
            for pattern in (name.pattern, name.bare_pattern):
                for match in pattern.finditer(text) if pattern else ():
                    if name.is_enough(match):
                        spans.append((match.start(), match.end(), bool(match["place"]), name))
        # the longest reading of a place in the text wins; several units of one length are all meant
        spans.sort(key=lambda s: (s[0] - s[1], s[0]))
        mentions: list[EntityMention] = []
        for start, end, _, name in spans:
            same = next((i for i, m in enumerate(mentions) if (m.start, m.end) == (start, end)), None)
            if same is not None:
                old = mentions[same]
                mentions[same] = EntityMention(start, end, old.text, tuple(dict.fromkeys((*old.entities, name.full))))
            elif not any(_overlap(m, (start, end)) for m in mentions):
                mentions.append(EntityMention(start, end, text[start:end], (name.full,)))
        return [_closest(m) for m in mentions]

    def _judge(self, text: str, mention: EntityMention, vocabulary: Vocabulary) -> EntityMention:
        """A mention as it is, or as a stranger when another place stands before it or another head after it."""
        before, after = text[: mention.start], text[mention.end :]
        foreign = _foreign_place(before, mention)
        if foreign and vocabulary.holds(foreign):
            foreign = ""  # 办公费青溪街道2024年: a row's name, no place
        if foreign and not vocabulary.holds(before[-2:] + mention.text):
            name = foreign + mention.text
            return EntityMention(mention.start - len(foreign), mention.end, name, (), name)
        below = _SUBORDINATE.match(after)
        if below and not vocabulary.holds(below.group()) and not _NO_NAME.search(below.group()):
            name = mention.text + below.group()
            return EntityMention(mention.start, mention.end + below.end(), name, (), name)
        full = "、".join(mention.entities)
        higher = re.search(f"{_PLACE}$", before)
        start = higher.start() if higher and not foreign and not re.search(_BEFORE, before) else mention.start
        return EntityMention(start, mention.end, text[start : mention.end], mention.entities, None, f"“{mention.text}”指{full}")

    def _misspelt(self, text: str, taken: Sequence[EntityMention], vocabulary: Vocabulary) -> list[EntityMention]:
        """Names with characters that only look or sound right."""
        found: list[EntityMention] = []
        for slip in self._slips.find(text) if self._slips else ():
            span = (slip.start, slip.end)
            if any(_overlap(m, span) and (m.end - m.start >= slip.end - slip.start) for m in taken) or vocabulary.holds(slip.written):
                continue
            same = next((i for i, m in enumerate(found) if (m.start, m.end) == span), None)
            entities = (*(found[same].entities if same is not None else ()), slip.name.full)
            if same is None and any(_overlap(m, span) for m in found):
                continue
            note = f"“{slip.written}”按“{slip.right}”（{'、'.join(entities)}）理解"
            mention = EntityMention(slip.start, slip.end, slip.written, entities, None, note, note=note)
            if same is None:
                found.append(mention)
            else:
                found[same] = mention
        return [_kept(self._judge(text, mention, vocabulary), mention) for mention in found]

    def _place_alone(self, text: str, vocabulary: Vocabulary) -> list[EntityMention]:
        """A question that begins with a place: its units, or a stranger when no unit of the library lies there."""
        match = _PLACE_ALONE.match(text)
        if not match or vocabulary.holds(match["place"] + text[match.end() : match.end() + 2]):
            return []
        place = match["place"]
        inside = tuple(n.full for n in self._names if any(place.endswith(own) for own in n.places))
        reason = f"“{place}”指收录的{'、'.join(inside)}"
        return [EntityMention(0, match.end(), place, inside, None if inside else place, reason, place_only=True)]

    def _pronouns(self, text: str) -> list[EntityMention]:
        found = []
        for match in _PRONOUN.finditer(text):
            head = next((match[group] for group in ("head", "bare", "lone") if match[group]), None)
            entities = self.with_head(head) if head else ()
            stranger = f"名称以“{head}”结尾的单位" if head and not entities else None
            found.append(EntityMention(match.start(), match.end(), match.group(), entities, stranger, f"“{match.group()}”按收录的单位理解"))
        return found

    def with_head(self, head: str) -> tuple[str, ...]:
        """The units whose name ends in a kind of office: 局, 街道, 办."""
        return tuple(n.full for n in self._names if n.head.startswith(head) or n.head.endswith(head))

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Units of the library whose names share most with `name`."""
        from rapidfuzz import fuzz, process

        return tuple(found for found, _, _ in process.extract(name, self.entities, scorer=fuzz.ratio, limit=limit, score_cutoff=40))


def _kept(judged: EntityMention, mention: EntityMention) -> EntityMention:
    """A judged mention with the note of how it was read."""
    return replace(judged, reason=mention.reason, note=mention.note) if judged.entities else judged


def _overlap(mention: EntityMention, span: tuple[int, int]) -> bool:
    return mention.start < span[1] and span[0] < mention.end


def _closest(mention: EntityMention) -> EntityMention:
    """Of several units that fit, those named in full; else all."""
    if len(mention.entities) > 1:
        whole = tuple(e for e in mention.entities if e == mention.text or UnitName.parse(e).short == mention.text)
        if whole:
            return EntityMention(mention.start, mention.end, mention.text, whole)
    return mention


def _foreign_place(before: str, mention: EntityMention) -> str:
    """The name of another place that stands directly before a mention, or ""."""
    if latin := re.search(r"[A-Za-z][A-Za-z'\-]+$", before):
        return latin.group()  # Dongshan区司法局: a place that sounds like none of the library's
    run = re.search(rf"[{_HAN}]*$", before)
    left = run.group() if run else ""
    if not left or re.search(_BEFORE, left):
        return ""
    names = [UnitName.parse(entity) for entity in mention.entities]
    for size in (1, 2, 3) if mention.text[0] in "省市区县旗州" else ():
        if (own := left[-size:] + mention.text[0]) in place_names() and not any(own in name.places for name in names):
            return left[-size:]  # 临县应急局, and no unit of 临县 is held
    if any(name.places and mention.text.startswith((name.places[0], name.places[-1])) for name in names):
        return ""  # the unit's own place is named; what stands before it can only be a higher one
    higher = re.search(rf"[{_HAN}]{{1,3}}?(?:省|市|区|县|州|旗)$", left)
    if higher and not re.search(f"{_LEVEL_WORDS}.$", higher.group()):
        return higher.group()
    return left if 2 <= len(left) <= 3 and not _NO_NAME.search(left) else ""


def _strangers(text: str, vocabulary: Vocabulary) -> list[EntityMention]:
    found: list[EntityMention] = []
    for pattern in (_PLACED, _UNPLACED, _KNOWN_ORGANS):
        for match in pattern.finditer(text):
            name = re.sub(f"^.*{_BEFORE[:-1]}(?=.{{3}})", "", match.group())
            place = match["place"] if "place" in match.groupdict() else ""
            if match.groupdict().get("latin"):
                found.append(EntityMention(match.start(), match.end(), match.group(), (), match.group()))
                continue
            if _NO_NAME.search(match["core"] + place) or vocabulary.holds(match["core"] + match["head"]) or vocabulary.holds(match.group()):
                continue
            if pattern is _UNPLACED and (re.fullmatch(_LEVEL_WORDS, match["core"][:1]) or _WHOSE.fullmatch(match["core"])):
                continue
            start = match.end() - len(name)
            if not any(_overlap(m, (start, match.end())) for m in found):
                found.append(EntityMention(start, match.end(), name, (), name))
    return found
