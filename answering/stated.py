"""Questions that put amounts to the documents, read whole before they are cut into clauses.

"河道经费，说明里有两个数，20万还是17.3万？表里呢"   →  VERIFY of 河道经费, both amounts claimed
"护林员补助12万和15万哪个和表一致"                 →  the same
"""

from __future__ import annotations

import re

from answering.marking import N, T
from answering.reading import Clause
from disclosure.question import Operation

_NO_AMOUNT = rf"(?:(?!{N}).)*"
# Between two amounts of one thing stands no name of another.
_JOINT = rf"(?:[,，、;；?？]|还是|或者?|和|与|跟|又|也|另|却|一?处|一个|[写说印列给有]的?是?|是|为|{T})+"
_CHOICE = re.compile(rf"^(?P<front>{_NO_AMOUNT}){N}(?:吗|呢)?{_JOINT}{N}(?P<tail>{_NO_AMOUNT})$")
_PLACES = r"(?:两|2|俩|不同)(?:个|种|处)?(?:不同)?的?(?:数字?|说法|版本|金额|口径)"
_CHOOSES = re.compile(f"还是|哪|到底|究竟|谁|为准|{_PLACES}")
_ORDERS = re.compile("(?:哪一?(?:个|项|笔|边|年)?|谁)的?(?:更|最|比较|要)*(?:大|多|高|小|少|低)")
# 说明里有两个数, 写的: what leads the amounts in names nothing.
_LED_IN = re.compile(
    rf"(?:前后|分别|同时|里面?|中)*(?:有|写|给|出现|印|列)?(?:着|了|过|出)?{_PLACES}|"
    r"(?:究竟|到底|应该|应当|应|一处|一个|有的|先|又|前面|前后|金额|[写说印列给]的?|是|为|有|数)+$"
)


def read_choice(text: str) -> Clause | None:
    """Two amounts of one thing, of which the documents are to say which is theirs."""
    match = _CHOICE.match(text)
    if not match or not _CHOOSES.search(match.group()) or _ORDERS.search(match["tail"]):
        return None
    thing = "".join(_LED_IN.sub("", clause) for clause in re.split("[,，;；:：。?？]", re.sub(T, "", match["front"])))
    return Clause(Operation.VERIFY, (thing,), asked=True, reason="问两个数里哪个与文件一致")
