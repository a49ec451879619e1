"""Whether two names differ by a slip of the hand or the ear, and by nothing else.

住矿人员工资 / 驻矿人员工资   one sound
租货费 / 租赁费               look-alikes
河道清理 / 河道清淤           another word: no slip
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from retrieval.matching import sound_of

SHORTEST = 3
# One slip in so many characters, at least one.
SHARE = 4
# Characters that are mistaken for one another by their shape (形近字), as listed in school primers.
LOOK_ALIKES = (
    "未末 已己巳 日曰目 土士 人入八 千干于 天夫无 大太犬 贝见 住往 侍待恃 拔拨 援缓暖 赁货贷贸 折拆析 辩辨辫瓣 端瑞湍 徒徙 崇祟 "
    "刺剌 候侯 竟竞 赢羸 免兔 幻幼 戊戌戍 孟盂 沮阻祖组租粗 梢捎稍 撤撒 掉悼 绪诸储 遗遣 遣谴 抚扶 狠狼 博搏 历厉 圆园 "
    "陪培倍赔 偿尝赏 采彩 材村 杆秆 坏坯环 抄炒 治冶 矿旷 补朴扑 贴帖 册栅 具且 库库 购构沟 耗毫 维唯推 护沪炉 检捡险验 "
    "监盐 督瞥 救球 灾炎 防妨仿 消削 协胁 管营 预颁须 决快诀 算箅 项顷 目自 资贪 费贵 公分 务条 用甩 车东 接棱 待特 运远 "
    "行衍 经径轻 保堡 障漳樟 医匡 疗辽 养美 老考 残践 疾病 育盲 教散 科料 技枝 文丈 化比 卫节 生主 农衣 林材 水永 环怀 境镜 "
    "境竟 城诚域 乡多 社杜 区凶 街衔 道遒"
)  # fmt: skip


def is_slip(phrase: str, label: str) -> bool:
    """Whether `phrase` is `label` mistyped: every differing character alike in sound or shape, or two swapped."""
    if len(phrase) != len(label) or len(phrase) < SHORTEST:
        return False
    if phrase == label or sound_of(phrase) == sound_of(label):
        return True
    places = [place for place, (one, other) in enumerate(zip(phrase, label, strict=True)) if one != other]
    if _swapped(phrase, label, places):
        return True
    return len(places) <= max(1, len(label) // SHARE) and all(alike(phrase[place], label[place]) for place in places)


def _swapped(phrase: str, label: str, places: list[int]) -> bool:
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return phrase[first] == label[second] and phrase[second] == label[first]


def alike(one: str, other: str) -> bool:
    """Whether two characters sound or look alike."""
    return other in _look_alikes().get(one, "") or sound_of(one) == sound_of(other)


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, str]:
    found: dict[str, str] = {}
    for group in _groups():
        for character in group:
            found[character] = found.get(character, "") + group
    return found


def _groups() -> Iterator[str]:
    yield from LOOK_ALIKES.split()
