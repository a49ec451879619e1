"""The words of asking: how much, how many, of what unit; and what they leave of a phrase.

read_asking("河道巡查员工资安排了多少万元")  →  label 河道巡查员工资, unit 万元
read_asking("计划采购多少箱沙袋")        →  label 采购沙袋, dimension 箱
read_asking("巡河的人一年开多少钱工资")    →  label 巡河的人工资, dimension money
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answering.marking import ANY_MARK, without_marks
from answering.vocabulary import Vocabulary
from disclosure.amount import COUNTERS, MONEY_SCALES, PERCENT_WORDS, Unit

_SPOKEN = {"回": "次", "趟": "次", "遍": "次"}
_COUNTER_WORDS = sorted({*COUNTERS, *PERCENT_WORDS, *_SPOKEN}, key=lambda word: (-len(word), word))
# A counter that is the beginning of another word is none: 多少支出, 多少项目, 多少人员经费.
_NOT_COUNTERS = (
    "支(?=出)|项(?=目)|部(?=门|分|队)|人(?=员|头|均|才|力|民|口|工)|台(?=账)|条(?=件)|面(?=积)|家(?=庭|具)|件(?=数)|所(?=需|有|属)|期(?=间|末|初)|名(?=称|额|单)|"
    "处(?=理|室)|口(?=径)|班(?=子)|村(?=级|民|干)|类(?=别|型)|组(?=织)|年(?=度|初|末)|分(?=配|类)|场(?=所|地)|度(?=假)|张(?=罗)|位(?=于)|户(?=籍)|车|个(?=人)|点|系统(?=建)|"
    "门(?=诊)|种(?=植|子)|套(?=餐)|块(?=钱)|批(?=复)|笔(?=记)|份(?=额)|箱(?=子)|公里(?=数)|页(?=面)|周(?=转|期)|月(?=度|薪)|日(?=常)|时(?=间)|片(?=区)|根(?=据)|把(?=握)|组|版|回(?=收|购|报|复|访|笼|款)"
)
_COUNTER = f"(?!{_NOT_COUNTERS})(?:{'|'.join(re.escape(word) for word in _COUNTER_WORDS)})"
_RATE = rf"(?:{'|'.join(MONEY_SCALES)})(?:[/每](?:人|年|天|月|次|户|平方米|辆|台|个))+"
_MONEY = r"(?:百万元|千万元|亿元|万元|千元|元|个亿|百万|千万|亿|万|块钱?)"
_SCALED = rf"[十百千万亿]+(?![块毛分万年]){_COUNTER}"  # 几万册, 多少万人次
_UNIT = rf"(?:{_RATE}|{_SCALED}|{_MONEY}(?:人民币)?|{_COUNTER})"
UNIT_WORDS = _UNIT
_HOW_MUCH = (
    r"(?:(?P<rate>百分之)(?:多少|几)|多少|几(?=[^\u4e00-\u9fff]|个|"
    + _COUNTER
    + r"|"
    + _MONEY
    + r"|$)|若干|好多|多大|多高|多长时间|多长|多重|多宽|多远)"
)
_VERBS = (
    r"(?:(?:一年|全年|每年|年度|当年|总的|大概|大约|约|究竟|到底|实际|实际上|实有|现有|拥有|截至|都|又|还|共|总共|一共|共计|合计|分别|"
    r"各自?|需要|需|要|得|应|应该|该(?=是|有)|可以|能|打算|计划|预计|会|被|已经?|"
    r"[发拨花用付交给](?:出去|下去|掉)|花费|(?<![经消浪])费(?=了)|花|留|(?<![费使占租采公专运聘信移])用|(?<![公召展离打])开|(?<!成|社)交|拨付|拨|(?<!供|补)给|投入|投|"
    r"(?<!审)批|列支|列|(?:安排|编列|编报|编制|下达|发放|使用|缴纳|消耗|配备|涉及|支付|投放)|"
    r"(?<![印研开颁])发|有着|有|是|等于|为|达到|达|合|折合|写的?|填的?|报|占|剩|(?<![预决核结匡概])算|(?<![往未将近])来(?=几|多少)|做|编(?!制|码|办)|批复|"
    r"核定|批准|规定|(?:目标)?(?<![固确指限])定[在为到])(?:了|过|的是|到)?的?)*"
)
_NOUN = r"(?:钱|资金|经费|费用|金额|款项?|预算|开支|数额|数量|人数|总额|个?数)(?![\u4e00-\u9fff])|钱"
_ASKING = re.compile(
    rf"(?P<before>{_VERBS})(?P<ask>{_HOW_MUCH})(?:个(?=人|辆|台|平方|小时|钟头))?(?P<unit>{_UNIT})?(?:以[上下内]|起步?|左右|上下)?的?(?P<noun>{_NOUN})?"
)
_UNIT_NOTE = re.compile(
    rf"(?:[(\[【]?(?:单位|计量单位)[:是为]?\s*(?P<a>{_MONEY})[)\]】]?|(?:请)?(?:以|按|用|折成|换成|换算成|换算为|"
    rf"折算成|折算为|折合成?|转成|转换成|转换为|化成|化为|写成|算成|换作|折为|说成)(?P<b>{_MONEY})(?:为单位|计|表示|来?算|单位)?|"
    rf"(?:等于|相当于|合|折合|是|即|也就是)(?:多少|几)(?P<c>{_MONEY})$|[(](?P<d>{_MONEY})[)])"
)
_WHICH = re.compile(r"(?:的)?(?:是)?哪(?:几个?|些个?|一?个)(?=.{2})")
_WHAT_IS = re.compile(r"(?:是|为|有|等于)?(?:什么(?:数|数字|金额|情况)?|啥数?|怎么样|如何|几何)$")

# Words at the ends of a phrase that name nothing; what may not follow (or stand before) keeps whole words: 就业, 国有.
_FRONT_WORDS = (
    "(?:文件|材料|报告)(?:里|中|上|内)面?|平时|平常|日常(?=管|做|干)|咱们?|那么?|就(?![业医餐读诊地])|其中|其(?=[^他它余])|在(?![岗职校编建线册押读])|关于|对于|于|里面?的?|中的?(?![央小心学医介国层型期等])|的|我?想|"
    "一共|总共|共计|共(?![同青产建享和])|全部(?!门)的?|全(?=部门|单位)|整个的?|所有的?|还(?![款本贷])|都(?!市)|也|又|到底|究竟|实际(?=[^支])|现在|目前|"
    "和(?![谐解平])|与|及(?!时)|以及|或者?|还是|眼下|如今|现有|截至|截止到?|有人说|听说|据说|网上说|上(?![年级缴海])|内(?![设部控审网])|下(?![属达级拨乡岗水])|方面|当中|分别|各自|"
    "(?:安排|列支|编列|下达|拨付|批复|公开)的|历年来?的?|逐年的?|各年的?|各(?:个|家)?(?:单位|部门)的?|每个单位的?|哪个(?:单位|部门|街道)的?|谁的|各(?=[^类职级项种部单个])|的话|具体|"
    "有(?![关无效限偿线机色害毒])|是(?!否)|请(?![客人教假专])|把(?!关)|将(?!军)|它|列出|列(?![入席])|说明?里|要(?=[^素求])|能(?![源力耗效])|会(?![议计务展费义仪])|"
    "为(?![民农])|计划(?=[采购买置])|预计|打算|每年|一年|用在|用于|花在|花费|投入|说|写的?|之后|之前|以后|看(?![守护望])|从(?![业事])|向|"
    "个(?![人体])|只|了(?!解)|可是|可(?![研持再])|但是?|而且?|且|不过|另外|此外|一下|下面|上面|却"
)
_FRONT = re.compile(rf"^(?:{ANY_MARK}|[\s,，、:;。?!()（）·\-]+|{_FRONT_WORDS})+")
_AMONG = re.compile(r"^其中[:,、]?(?=.)")
_BACK_WORDS = (
    "的|是|(?<![因行])为|(?<![国公所特实专私])有|(?<!公)共|总共|一共|共计|分别|各自?|了|(?<![通不])过|呢|情况|一年|全年|每年|"
    "[这那][一个]?[项块笔行栏格条]?|一[项栏行块格]|这方面|方面|等于|写|填|(?<!系)列|科目|里面?|(?<![其集])中|(?:身|头|方面)?(?<![以之地海])上面?|"
    "的钱|一个人|一人|每个?人|每人每年|大概|大约|到底|究竟|实际|需要|要|花费|花|(?<![保停滞])留|(?<![费使占租采公专运聘信移])用|安排|(?<![公召])开|拨付?|(?<!供|补)给|"
    "都|又|还|(?<![协学工委社晚大年])会|能(?<![节功职性智动])|一下|(?<![乡以地])下面?|底下|里头|里边|当中|(?<![境国])内|(?<!参)与|(?<![总之共调])和|(?<![普涉以])及|、|吗|嘛|么|啊|占|"
    "(?<!存)在|到|(?<!许)多|怎么|说明"
)
_BACK = re.compile(rf"(?:{ANY_MARK}|[\s,，、:;。?!(（·\-]+|{_BACK_WORDS})+$")

_THOSE = re.compile("[那这]几个?(?=[\u4e00-\u9fff]{2})")
_GROUND = re.compile("(?:[库房楼馆场厅院园地田林面室站]|面积)(?:租|占|建|修|盖|有|是|的|治理|整治)*$")
# 有多少协管员: people are counted
_PEOPLE = re.compile("[\u4e00-\u9fff]{1,8}(?:孩子|小孩|儿童|老人|人员|[协队雇职官专消议教文研]?员|职工|干部|民警|教师|学生)$")
_OF_PEOPLE = Unit.find("人")
_PERCENT = Unit.find("%")


@dataclass(frozen=True, slots=True)
class Asking:
    """A phrase less its words of asking."""

    text: str  # what is left
    asked: bool  # whether words of asking were there
    unit: Unit | None = None  # asked for: 多少万元; None: not said
    dimension: str | None = None  # of what is asked: 多少辆 → 辆, 多少钱 → money; None: not said


def read_asking(text: str, vocabulary: Vocabulary) -> Asking:
    """Take the words of asking out of one phrase."""
    unit, text = read_unit_note(text)
    dimension = unit.dimension if unit else None
    asked = unit is not None
    text = _THOSE.sub("", text)
    while match := _ASKING.search(text):
        said = (_PERCENT if match["rate"] else None) or _unit(match["unit"]) or (_OF_PEOPLE if _counts_people(text, match) else None)
        if said and said.name == "个" and _counts_people(text, match):
            said = _OF_PEOPLE  # 协管员有几个
        unit, asked = unit or said, True
        dimension = dimension or (
            said.dimension if said else "money" if match["noun"] or match["unit"] else _measure(match["ask"], text[: match.start()])
        )
        # 本年收入合计是多少: 合计 belongs to the row's name
        known = (cut for cut in range(match.start("ask"), match.start(), -1) if vocabulary.knows(without_marks(text[:cut])))
        text = text[: next(known, match.start())] + text[match.end() :]
    if _WHICH.search(text):
        text, asked = _WHICH.sub("", text), True
    if what := _WHAT_IS.search(text):
        text, asked = text[: what.start()], True
    return Asking(trim(text, vocabulary), asked, unit, dimension)


def _counts_people(text: str, match: re.Match[str]) -> bool:
    """有多少协管员, 协管员有多少."""
    behind = ("有" in match["before"] or match["unit"] == "个") and _PEOPLE.search(text[: match.start()]) and match.end() == len(text)
    return not match["noun"] and bool(behind or _PEOPLE.match(text[match.end() :]))


def times_asked(text: str) -> int:
    """How often a phrase asks how much: 多少批次、多少人次 asks twice."""
    return len(_ASKING.findall(text))


def read_unit_note(text: str) -> tuple[Unit | None, str]:
    """A unit asked for in passing (单位万元, 换算成元, 以亿元为单位), and the text without it."""
    match = _UNIT_NOTE.search(text)
    if not match:
        return None, text
    name = next(group for group in match.groups() if group)
    return _unit(name), text[: match.start()] + text[match.end() :]


def trim(text: str, vocabulary: Vocabulary) -> str:
    """`text` less words at its ends that name nothing, unless the whole is a name in the documents."""
    text = _AMONG.sub("", re.sub(f"^{ANY_MARK}+", "", text))
    previous = ""
    while text != previous and not vocabulary.knows(text):
        previous = text
        shorter = text if _ends_in_column(text, vocabulary) else _BACK.sub("", text)
        text = shorter if vocabulary.knows(shorter) else _FRONT.sub("", shorter)
    text = re.sub(ANY_MARK, "", text).strip(" ,，、:;。?!·")
    return text.strip("“”") if text.count("“") + text.count("”") <= 2 and re.fullmatch("“.*”?|.*”", text) else text


def _ends_in_column(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a column of the documents stands at the end, of which a word of asking may be part: 当年预算安排."""
    plain = without_marks(text)
    return any(plain[-size:] in vocabulary.columns for size in range(4, min(12, len(plain) - 1)))


def _unit(name: str | None) -> Unit | None:
    if not name:
        return None
    name = {"个亿": "亿元", "块": "元", "块钱": "元", **_SPOKEN}.get(name, name.removesuffix("人民币").replace("每", "/"))
    unit = Unit.find(name) or Unit.find(name.lstrip("十百千万亿"))
    if unit and unit.dimension == "number":
        return Unit.find(name + "元")
    return unit


def _measure(ask: str, before: str) -> str | None:
    """What 多长 and 多大 ask of a thing; 差距多大 and 幅度多大 ask for no area."""
    return "米" if ask == "多长" else "平方米" if ask == "多大" and _GROUND.search(before) else None
