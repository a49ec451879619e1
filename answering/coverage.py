"""Whether a label answers a phrase: every distinctive character asked for must be found in it or around it.

    cover("见习生补助资金", "应急局见习生人员补助资金")   →  nothing missing, 0.58 of the label asked for
    cover("局长年薪", "基本工资")                         →  局长年薪 missing: no answer

Similarity proposes, this decides: a word that is asked for and stands nowhere makes the label another thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Words that say that an amount is asked for, not of what; they may be missing from the label.
_FILLER_WORDS = (
    "一共|总共|大概|大约|今年|全年|年度|本年|单位(?!资金|自筹|自有)|部门|这个|那个|项目|科目|预算|决算|经费|资金|费用|支出|开支|花费|款项|金额|总额|数额|总数|"
    "总计|合计|安排|情况|方面|部分|标准|人员|准备|计划|打算|需要|要求|过来|每年|多少|截至|最晚|最早|什么|"
    "账面上?|账上|这块儿|这块|那块|那笔|这笔|来着|推算|估算|属实|同样是|到底|究竟|确认|帮我|听说|据说|真的|文件|附件|见于|列了|列在|承担|负责|分了|分成|分为"
)
FILLERS = re.compile(f"(?:{_FILLER_WORDS}|[金额数费钱款的了里中之和与用于在为是有给对等上下内及人个项总要做拿掏按编列见儿块花出投拨批说])")
FILLER_WORDS = re.compile(f"(?:{_FILLER_WORDS})")
# Words that many labels share; alone they choose nothing.
COMMON = re.compile(
    r"(?:工资|薪酬|薪资|补助|补贴|经费|资金|费用|支出|收入|预算|决算|专项|工作|人员|项目|管理|服务|其他|费|数量|人数|面积|总数|数|率|标准|金额|采购|购置|建设|运行|维护|保障|缴费|拨款|财政)"
)
_ENDING = re.compile(r"(?:支出|费用|经费|缴费|资金|费|款|预算数|决算数|预算|决算|数|金额|合计|总额|总计)$")
# 买 says of a purchase what the label says in a word of its own; of what is there already it is another question.
_BOUGHT = re.compile("购|采买|采办|采")
_WHOSE_PART = re.compile("(?<![一每几])个人(?=部分|缴|承担|账户|负担|自付|支付)")
SHORTEST_PIECE = 2
_CUT = "\x1f"  # between runs of what was not found


@dataclass(frozen=True, slots=True)
class Cover:
    """How a label and its surroundings answer a phrase."""

    missing: str  # what of the phrase stands nowhere, fillers left out
    inside: int  # characters of the phrase found in the label itself
    share: float  # of the label that the phrase asks for, 0 to 1
    pieces: int  # stretches that the phrase had to be cut into
    dropped: bool  # whether fillers of the phrase stand nowhere
    distinctive: int  # characters found in the label itself that are no common words
    around: int  # characters found in the surroundings only that are no common words
    shortest: int  # characters of the shortest stretch found in the label; 0: none
    unasked: tuple[str, ...]  # stretches of the label that the phrase does not ask for

    @property
    def complete(self) -> bool:
        """Whether nothing distinctive is missing, and the label itself says what tells it from others."""
        return not self.missing and self.inside > 0 and (self.distinctive >= SHORTEST_PIECE or not self.around)


@lru_cache(maxsize=65536)
def cover(phrase: str, label: str, context: str = "") -> Cover:
    """How the normalised `label`, and then its `context`, hold the normalised `phrase`."""
    used: set[int] = set()
    left: list[str] = []
    inside = pieces = distinctive = beyond = shortest = 0
    place = 0
    while place < len(phrase):
        piece, start = longest(phrase, place, label)
        if piece and (len(piece) >= SHORTEST_PIECE or len(phrase) <= SHORTEST_PIECE or _in_order(piece, start, used)):
            used.update(range(start, start + len(piece)))
            inside += len(piece)
            distinctive += len(COMMON.sub("", piece))
            pieces += 1
            shortest = min(shortest or len(piece), len(piece))
            place += len(piece)
            left.append(_CUT)
            continue
        around, _ = longest(phrase, place, context)
        if len(around) >= SHORTEST_PIECE:
            beyond += len(FILLERS.sub("", COMMON.sub("", around)))
            pieces += 1
            place += len(around)
            left.append(_CUT)
            continue
        left.append(phrase[place])
        place += 1
    runs = [FILLERS.sub("", run) for run in "".join(left).split(_CUT)]
    missing = "".join(run for run in runs if not _beside(run, label, used))
    if _WHOSE_PART.search(phrase) and "个人" not in label + context:
        missing += "个人"  # whose part it is says more than the characters do
    if "买" in missing and _BOUGHT.search(label + context):
        missing = missing.replace("买", "")
    inside += sum(len(run) for run in runs if run and _beside(run, label, used))
    share = len(used) / len(label) if label else 0.0
    dropped = any(run and not _beside(run, label, used) for run in "".join(left).split(_CUT))
    return Cover(missing, inside, share, pieces, dropped, distinctive, beyond, shortest, _runs(label, used))


def _runs(label: str, used: set[int]) -> tuple[str, ...]:
    kept = "".join(_CUT if place in used else character for place, character in enumerate(label))
    return tuple(run for run in kept.split(_CUT) if run)


def longest(phrase: str, place: int, text: str) -> tuple[str, int]:
    """The longest beginning of the rest of the phrase that stands in the text, and where."""
    best, start = "", -1
    size = 1
    while place + size <= len(phrase):
        found = text.find(phrase[place : place + size])
        if found < 0:
            break
        best, start = phrase[place : place + size], found
        size += 1
    return best, start


def _in_order(piece: str, start: int, used: set[int]) -> bool:
    """A single character counts where it continues what was found: 驻矿[人]工资 in 驻矿人员工资."""
    return bool(used) and start > max(used) and start - max(used) <= SHORTEST_PIECE + 1


def _beside(run: str, label: str, used: set[int]) -> bool:
    """A single character counts where it stands close before what was found: [租]的车库 in 租赁车库面积."""
    if len(run) != 1 or not used:
        return False
    place = label.rfind(run, 0, min(used))
    return place >= 0 and min(used) - place <= SHORTEST_PIECE


def is_common(phrase: str) -> bool:
    """Whether a phrase holds nothing that tells one label from another."""
    return not FILLERS.sub("", COMMON.sub("", phrase))


@lru_cache(maxsize=65536)
def core(label: str) -> str:
    """A label without the words that only say that it is money: 因公出国境费用 and 因公出国境费 are one."""
    while len(shorter := _ENDING.sub("", label)) > 1 and shorter != label:
        label = shorter
    return label
