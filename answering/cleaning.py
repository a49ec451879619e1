"""A question as typed → the text that the rules read: one width, one script, no controls, no politeness.

    "  請問，帮我查一下青溪街道2024年教育支出預算是多少元？？"  →  "青溪街道2024年教育支出预算是多少元"

Nothing that names a figure is changed: digits, units, quotation marks and brackets stay.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from disclosure.errors import QuestionError
from retrieval.matching import simplify

MAX_LENGTH = 2000

_HAN = "\u4e00-\u9fff"
_SPACE_BETWEEN = re.compile(rf"(?<=[{_HAN}、，。,:;?!）)“”])\s+(?=[{_HAN}\d“”(])|(?<=[\d”)])\s+(?=[{_HAN}])")
# 司法局 2025 办公费: a year between words, not the beginning of an amount
_BARE_YEAR = re.compile(
    rf"(?<![\d.,])((?:19|20)\d\d)\s+(?=[{_HAN}])(?!(?:[万亿千百]|元|个(?!人)|人(?!员|力|均|才)|名|家|项(?!目)|次|辆|台|年|平方|套|户|件))"
)
# 2026年2026年防汛经费: the document's year and the row's are one; 某项目的其中:省级资金 is one name
_TWICE = re.compile(r"((?:19|20)\d\d年)\1")
_AMONG = re.compile(rf"(?<=[{_HAN}])的?其中:(?=[{_HAN}])")
# 208 05 05, 208|05|05: a code as tables print it in three columns
_PARTED_CODE = re.compile(r"(?<![\d.,])([1-5]\d{2})(?:\s+|\s*[|｜/]\s*)(\d{2})(?:(?:\s+|\s*[|｜/]\s*)(\d{2}))?(?![\d.,年月日万元亿])")
# 办公费 差旅费 劳务费: names one after another
_LISTED = re.compile(rf"(?:(?<=[费金贴资助款])|(?<=支出))\s+(?=[{_HAN}]{{1,8}}(?:[费金贴资助款]|支出)(?:\s|$|[,，]))")
_TO_THE_CENT = re.compile("几(?:万几千|[元块]几[角毛])(?:几[元分])?|几(?:[十百千]几?)+(?=万|元|块)")  # 几元几角几分: how much
# 项目有几个 涉及多少资金: a question ends where it has asked how many
_ASKED_TWICE = re.compile(rf"(?<=[几少][个家辆人项批])\s+(?=[{_HAN}]{{1,8}}(?:多少|几))")
_CIRCLED = re.compile("[\u2460-\u2473\u2776-\u277f]")  # ①公务用车购置费: numbering, never an amount
_REPEATED = re.compile(r"([,，。?!、;~…])[,，。?!;~…\s]+")

# Politeness and filler in front, as often as they come.
_LOOK = "(?:[看查问说算翻扒瞧瞅聊找]一[看查问说算翻扒瞧瞅聊找]|查询|查找|查看|查|看|找|算|问|统计|核实|核对|确认|了解|打听|咨询|说|讲)"
_LEADING = re.compile(
    "^(?:"
    r"(?:请问|请教|打听|咨询|问)(?:一下|下)|请问|请教|(?:你|您|大家)好|"
    r"(?:在吗|hi|hello|嗨|哈喽|哎|唉|嗯|呃|诶|喂|那个|就是|话说|对了|好的?|ok)(?=[,，。!?\s])|"
    r"(?:麻烦|劳驾|拜托|有劳|烦请)(?:你|您)?|"
    rf"(?:能不能|能否|可不可以|可以|能)?请?(?:你|您)?(?:(?:帮|替|给)(?:我们?|俺|咱们?|忙|个忙)|帮(?={_LOOK}(?:一下|"
    rf"下))){_LOOK}*(?:一下|下|看)?|"
    r"(?:我们?|咱们?)?就?(?:想|需要|希望|要)要?(?:知道|了解|问问?|查查?|看看?|请教|确认|核实|咨询)(?:一下|下)?|"
    rf"{_LOOK}(?:一下|下)|[看查问说算翻扒瞧瞅聊找]一[看查问说算翻扒瞧瞅聊找]|看看|说说|讲讲|请?(?:告诉|告知|回答)(?:我|下|一下)*|"
    r"(?:你|您|你们)(?:知不知道|知道|晓得|清楚|了解)(?:不)?|知不知道|知道(?=.*(?:多少|几|什么|哪))|急[!,，]|"
    r"(?:能不能|能否|可不可以)(?=告诉|说|讲)|"
    r"(?:据|依)(?:我|俺)?(?:所知|了解|悉)|请?(?:提供|报送?(?![告表销刊名])|列示|出示)(?:一下|下)?(?=.{4,})|举报[!！,，]?|"
    r"(?:我|俺)?(?:记得|听说|觉得|以为|好像记得|印象中)(?=.{4,})|请(?=问|查|列|说|把|按|告|解释|比较|计算|算|给|将|帮|分别)|(?:关于|有关|针对)(?=.{2,})|[,，。、:;!\s~…?\-—]+)",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[,，。、;!?~…\s]+|(?:谢谢|多谢|感谢|谢了|拜托了?)(?:你|您|啦|了)?|(?:可以|好|行|能行)吗|(?<=多少|什么)吗|(?<=几)吗|"
    r"呗|(?:急|在线等)|(?<=[多少几大高低什么吗的数哪啥了元万亿])(?:啊|呀|哦|噢|喔|哈|啦|嘞|呐|哇|耶|捏|咧)|"
    r"(?<!.为)(?:呢|吧|嘛)|啊|呀|呐|来着)$"
)
_KNOW = re.compile(r"^(?:你|您|你们|有人|谁)?(?:知不知道|知道|晓得|清楚|了解)(?!一下)(?P<rest>.*?)(?:吗|不|么)$")
# Slips of the input method in the field's commonest words, where no other word is meant.
_SLIPS = (
    (re.compile("[绝诀抉觉央]算"), "决算"),
    (re.compile("[予欲豫与]算"), "预算"),
    (re.compile("三[工供攻功宫公](?=经费|两费|费|表|支出|预算|决算|消费)"), "三公"),
    (re.compile("[集机既][观官]运行"), "机关运行"),
    (re.compile("(?<=[\u4e00-\u9fff]{2})科[木幕睦]"), "科目"),
    (re.compile("(?<=专)相(?=经费|资金)|(?<=事)像"), "项"),
)


@dataclass(frozen=True, slots=True)
class CleanQuestion:
    """A question ready for the rules."""

    text: str  # normalised and less politeness
    asks_on: bool  # ended in 呢: goes on from something said before
    reasons: tuple[str, ...]  # what was done to it, in Chinese


def clean_question(text: str) -> CleanQuestion:
    """Normalise and strip `text`; QuestionError when it is empty or far too long."""
    if len(text) > MAX_LENGTH:
        raise QuestionError(f"问题太长（{len(text)}字），请缩短到{MAX_LENGTH}字以内")
    plain = normalise_text(text)
    if not re.search(rf"[{_HAN}A-Za-z0-9]", plain):
        raise QuestionError("问题是空的，请输入要查的内容")
    simple = simplify(plain)
    reasons = [] if simple == plain else ["繁体字转为简体"]
    for slip, right in _SLIPS:
        if slip.search(simple) and slip.sub(right, simple) != simple:
            simple = slip.sub(right, simple)
            reasons.append(f"错别字按“{right}”理解")
    asks_on = bool(re.search(r"呢[?？。!~…\s]*$", simple))
    simple = _TO_THE_CENT.sub(
        lambda asked: "多少" if re.search("[十百千]", asked.group()) and "万" not in asked.group() else "多少元", simple
    )
    short = strip_politeness(simple)
    if short != simple:
        reasons.append("去掉客套话和语气词")
    return CleanQuestion(short or simple, asks_on, tuple(reasons))


def normalise_text(text: str) -> str:
    """NFKC, without control, private and surrogate characters, with white space only where it parts words."""
    kept = "".join(_keep(character) for character in _CIRCLED.sub("", text))
    plain = unicodedata.normalize("NFKC", kept).replace("「", "“").replace("」", "”").replace("『", "“").replace("』", "”")
    plain = re.sub(r"\"([^\"]*)\"", r"“\1”", plain)
    plain = _AMONG.sub("的", _TWICE.sub(r"\1", plain))
    plain = _PARTED_CODE.sub(lambda code: "".join(filter(None, code.groups())), plain)
    plain = _ASKED_TWICE.sub("，", plain)
    plain = _LISTED.sub("、", plain) if "、" not in plain else plain
    plain = _BARE_YEAR.sub(r"\1年", re.sub(r"\s+", " ", plain).strip())
    previous = ""
    while plain != previous:
        previous, plain = plain, _SPACE_BETWEEN.sub("", plain)
    return _REPEATED.sub(r"\1", plain)


def _keep(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    return "" if category in ("Cf", "Co", "Cs", "Cn") else character


def strip_politeness(text: str) -> str:
    """`text` less greetings, requests, 你知道…吗 and particles, from both ends."""
    previous = ""
    while text != previous:
        previous = text
        text = _LEADING.sub("", text)
        if (known := _KNOW.match(previous)) and known["rest"]:
            text = known["rest"]
        text = _TRAILING.sub("", text)
        if not text:
            return previous
    return text
