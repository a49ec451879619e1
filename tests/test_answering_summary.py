"""A sentence above a table: whatever a model writes, a figure stands behind its own row's name or nowhere."""

import re

import pytest
from adversarial_replies import FALSEHOODS, NOISE, WRONG_NUMBERS
from answering_samples import ENTITY, FUNCTIONAL, PROJECT, Maker
from model_replies import ScriptedModel, scripted

from answering.draft import unescape
from answering.engine import Engine
from answering.word import LEAD
from disclosure.answer import Status
from disclosure.document import TableKind
from disclosure.errors import ModelError
from prompts import SLOT
from retrieval.library import Library

ROWS = (
    ((ENTITY,), None, "660.50", "660.50"),
    (("2026年河道清淤工程",), None, "400.00", "400.00"),
    (("2026年护堤员工资",), None, "120.00", "120.00"),
    (("2025年护堤员工资",), None, "60.00", "60.00"),
    (("60岁以上老人补贴",), None, "40.00", "40.00"),
    (("防汛物资",), None, "12.50", "12.50"),
    (("防汛物资仓库租金",), None, "7.50", "7.50"),
    (("巡查经费",), None, "8.25", "8.25"),
    (("巡查经费",), None, "9.25", "9.25"),  # two rows of one name
    (("护堤员{v1}",), None, "3.00", "3.00"),  # a name that plays a slot,
    (("所列各项中最大的是巡查船只",), None, "2.00", "2.00"),  # one that plays a rank,
    (("<b>[c1]</b>泵站",), None, "1.00", "1.00"),  # and one that plays a key
)
LISTED = "2026年有哪些项目"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """One budget with a table of projects whose names are easily mistaken for one another."""
    made = Maker("rows2026", ENTITY, 2026)
    total = ((("合计",), None, "1,000.00", "339.50", "660.50"),)
    made.table(TableKind.EXPENDITURE, "2026年预算支出总表", 4, FUNCTIONAL, total)
    made.table(TableKind.PROJECT, "2026年项目支出预算表", 7, PROJECT, ROWS)
    disclosure, folder = made.disclosure(), tmp_path_factory.mktemp("rows")
    opened = Library.open(folder / "index")
    source = folder / disclosure.file_name
    source.write_bytes(b"%PDF-1.4 hand-made")
    opened.add(disclosure, source)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ask(library):
    return lambda model=None, question=LISTED: Engine(library, model).ask(question)


@pytest.fixture(scope="module")
def base(ask):
    answer = ask()
    assert answer.status is Status.ANSWERED
    assert len(answer.claims) == len(ROWS) - 1
    return answer


@pytest.fixture(scope="module")
def slots(ask):
    """What the model is shown: the words before a slot → the slot; rows and ranks."""
    model = scripted(always="。")
    ask(model)
    return {words: slot for words, slot in re.findall(r"^\[c\d+\] (.+)：(\{v\d+\})$", model.requests[0].prompt, re.MULTILINE)}


def lead(answer, base):
    """What stands above the table; the table itself is as it was."""
    first, _, rest = answer.text.partition("\n\n")
    if not first.startswith(LEAD):
        assert answer.text == base.text
        return ""
    assert without_markers(rest) == without_markers(base.text)
    return first.removeprefix(LEAD)


def without_markers(text):
    return re.sub(r"(?<!\\)\[\d+\]", "", text)


PRINTED = {path[-1]: text for path, _, text, _ in ROWS[1:] if path[-1] != "巡查经费"}


def misbound(said):
    """Parts of a sentence that are not a row's name with the row's own figure."""
    parts = re.split(r"(?<=万元)，|。", unescape(without_markers(said)))
    true = {f"{name}为{text} 万元" for name, text in PRINTED.items()}
    true |= {"所列各项中最大的是2026年河道清淤工程，为400.00 万元", "所列各项中第二大的是2026年护堤员工资，为120.00 万元"}
    true |= {"所列各项中最小的是<b>[c1]</b>泵站，为1.00 万元"}
    return [part for part in parts if part and part not in true]


def test_the_check_of_this_test_sees_a_swapped_figure():
    assert misbound("防汛物资为7.50 万元[1]，巡查经费为8.25 万元[2]。") == ["防汛物资为7.50 万元", "巡查经费为8.25 万元"]
    assert misbound("防汛物资为12.50 万元[1]，防汛物资仓库租金为7.50 万元[2]。") == []


def test_the_model_sees_names_and_no_figure(slots):
    assert len(set(slots.values())) == len(slots) - 3  # three of them by rank as well
    assert not any("巡查" in words for words in slots)  # told apart by nothing, or playing a rank
    assert not any(re.search(r"\d+\.\d\d", words) or SLOT.search(words) or "[c" in words for words in slots)


SHOWN = [
    # words before each slot, and what is shown
    (("所列各项中最大的是2026年河道清淤工程",), "所列各项中最大的是2026年河道清淤工程，为400.00 万元。"),
    (("2026年护堤员工资", "，2025年护堤员工资"), "2026年护堤员工资为120.00 万元，2025年护堤员工资为60.00 万元。"),
    (("河道清淤工程为", "；防汛物资："), None),  # two sentences, each with its own key or none
    (("河道清淤工程为", "，和防汛物资是"), "2026年河道清淤工程为400.00 万元，防汛物资为12.50 万元。"),
    (("其中，2026年护堤员工资", "，其次是防汛物资"), "2026年护堤员工资为120.00 万元，防汛物资为12.50 万元。"),
    (("“60岁以上老人补贴”为",), "60岁以上老人补贴为40.00 万元。"),
    (("**防汛物资** ",), "防汛物资为12.50 万元。"),
]


@pytest.mark.parametrize(("words", "shown"), SHOWN, ids=[str(row[0]) for row in SHOWN])
def test_rows_may_be_named_with_their_own_figures(ask, base, slots, words, shown):
    by_name = {re.sub(r"^2026年", "", name): slot for name, slot in slots.items()} | slots
    core = [re.sub(r"^(?:[，；和]|其中，|其次是)+|[为是：\s]+$|[“”*]", "", part) for part in words]
    core = [re.sub("[为是：\\s“”*]+$", "", part) for part in core]
    reply = "".join(part + by_name[name] for part, name in zip(words, core, strict=True)) + "。"
    answer = ask(scripted(reply))
    said = without_markers(lead(answer, base))
    if shown is not None:
        assert said == shown
    assert misbound(said) == []
    assert said
    assert answer.claims[0].amount == base.claims[0].amount
    assert [claim.amount for claim in answer.claims] == [claim.amount for claim in base.claims]
    assert (answer.model, answer.verification.passed) == ("scripted", True)
    assert [call["prompt"] for call in answer.record["model"]["calls"]] == ["summary"]


def hostile(slots):
    """Every way to put a figure behind another row's name, or to say more than the rows do."""
    rows = {words: slot for words, slot in slots.items() if not words.startswith("所列")}
    ranks = {words: slot for words, slot in slots.items() if words.startswith("所列")}
    names, some = list(rows), ("2026年护堤员工资", "防汛物资")
    a, b = (rows[name] for name in some)
    made = [f"{name}{slot}。" for name in names for other, slot in rows.items() if other != name]
    made += [f"{words}{slot}。" for words, own in ranks.items() for slot in rows.values() if slot != own]
    made += [f"{rank[:9]}{name}{rows[name]}。" for rank in ranks for name in names if not rank.endswith(name)]
    made += [f"{some[0]}{b}，{some[1]}{a}。", f"{some[0]}和{some[1]}分别为{b}和{a}。", f"{a}是{some[1]}。", f"{some[1]}，{some[0]}{b}。"]
    made += [
        f"护堤员工资{rows['2025年护堤员工资']}。",
        f"护堤员工资{a}。",
        f"巡查经费{a}。",
        f"物资{b}。",
        f"防汛{b}。",
        f"{a}。",
        f"{a}{b}。",
    ]
    joints = ("即", "也就是", "占", "高于", "多于", "等于", "不是", "其中", "减去", "除以", "超过", "比", "之外是", "而不是", "的一半是")
    made += [f"{some[0]}{a}，{joint}{some[1]}{b}。" for joint in joints]
    tails = (
        "以上",
        "万元",
        "亿元",
        "左右",
        "的缺口",
        "不含税",
        "是错的",
        "，属于违规",
        "，比上年增加",
        "，同比下降",
        "吗",
        "（已核对）",
        "％",
        "余",
    )
    made += [f"{some[0]}{a}{tail}。" for tail in tails]
    heads = (
        "没有",
        "不足",
        "超支",
        "挪用",
        "虚列",
        "除了",
        "应为",
        "负",
        "减",
        "局长的",
        "2024年",
        "去年的",
        "全部",
        "人均",
        "合计",
        "乙局的",
        "约",
    )
    made += [f"{head}{some[0]}{a}。" for head in heads]
    made += [f"{some[0]}{number}。" for number in WRONG_NUMBERS]
    made += [f"{some[0]}{a}，另有{number}。" for number in WRONG_NUMBERS]
    made += [f"{some[0]}{{v99}}。", f"{some[0]}{{v0}}。", f"{some[0]}{{{{v1}}}}。", f"{some[0]}｛{a[1:-1]}｝。", f"护堤员{{v1}}{a}。"]
    made += [f"<b>{some[0]}</b>{a}。", f"![]({some[0]}){a}。x", f"[{some[0]}](http://e.example){a}。", f"<img src=x>{some[0]}{a}。"]
    made += [f"{some[0]}{a}[c99]。", f"{some[0]}{a}[c1]。", f"{some[0]}{a}[1]。", f"[c1]{some[0]}{a}。"]
    return made + list(FALSEHOODS) + [reply.replace("{clean}", f"{some[0]}{b}") for reply in NOISE]


def test_no_figure_is_ever_behind_another_name(ask, base, slots):
    replies = hostile(slots)
    assert len(replies) >= 300
    shown = 0
    for reply in replies:
        answer = ask(scripted(always=reply))
        said = lead(answer, base)
        assert misbound(said) == [], reply[:100]
        assert not re.search(r"(?<!\\)<|!\[|\]\(|核对", said), reply[:100]
        assert {int(marker) for marker in re.findall(r"(?<!\\)\[(\d+)\]", said)} <= {one.marker for one in answer.citations}
        assert sorted((one.page, one.quote) for one in answer.citations) == sorted((one.page, one.quote) for one in base.citations)
        assert [claim.amount for claim in answer.claims] == [claim.amount for claim in base.claims]
        assert answer.verification.passed
        shown += bool(said)
    assert shown < 15


def test_a_key_of_another_row_is_no_source(ask, base, slots):
    model = scripted(always="。")
    ask(model)
    keys = dict(re.findall(r"^\[(c\d+)\] (.+)：", model.requests[0].prompt, re.MULTILINE))
    right, wrong = (next(key for key, words in keys.items() if words == name) for name in ("防汛物资", "防汛物资仓库租金"))
    reply = f"防汛物资{slots['防汛物资']}。"
    assert lead(ask(scripted(f"{reply}[{right}]")), base)
    assert not lead(ask(scripted(f"{reply}[{wrong}]")), base)
    assert lead(ask(scripted(f"{reply}[c99]")), base)  # one that was never issued is dropped


OTHERS = [
    # question, what may be said of its rows, what may not
    ("2026年金额最大的四个项目", ["所列各项中最大的是2026年河道清淤工程"], ["所列各项中最小的是"]),
    ("2026年金额最小的七个项目", ["所列各项中最小的是<b>［c1］</b>泵站"], ["所列各项中最大的是", "所列各项中第二大的是"]),
    ("2026年超过50万元的项目有几个", ["所列各项中最小的是2025年护堤员工资"], []),
    ("2026年河道清淤工程和护堤员工资、防汛物资加起来多少", [], ["所列"]),
    ("2026年河道清淤工程、护堤员工资、防汛物资、防汛物资仓库租金哪个最多", ["所列各项中最大的是2026年河道清淤工程"], []),
]


@pytest.mark.parametrize(("question", "there", "absent"), OTHERS)
def test_only_true_ranks_are_offered(ask, question, there, absent):
    model = scripted(always="。")
    answer = ask(model, question)
    assert answer.status is Status.ANSWERED
    (request,) = model.requests
    sources = re.findall(r"^\[c\d+\] (.+)：", request.prompt, re.MULTILINE)
    assert all(words in sources for words in there)
    assert not [words for words in sources for start in absent if words.startswith(start)]


@pytest.mark.parametrize("question", ["护堤员工资2026年是多少", "防汛物资占项目支出多少", "2026年乘船费是多少", "2026年金额最大的三个项目"])
def test_answers_that_are_no_table_are_left_alone(ask, question):
    model = scripted(always="护堤员工资{v1}。")
    assert LEAD not in ask(model, question).text
    assert not any("：{v1}" in request.prompt for request in model.requests)


def test_a_model_that_is_down_leaves_the_table(ask, base):
    answer = ask(scripted(always=ModelError("模型没有答复")))
    assert (answer.text, answer.model) == (base.text, None)


def test_sentences_are_released_as_they_pass(library, base, slots):
    events = []
    right = [f"防汛物资{slots['防汛物资']}。", f"2026年护堤员工资{slots['2026年护堤员工资']}。"]

    class Slow(ScriptedModel):
        def stream(self, prompt, *, max_tokens, seconds=None):
            for character in f"防汛物资{slots['2026年护堤员工资']}。" + "\n".join(right):
                events.append(character)
                yield character

    answer = Engine(library, Slow()).ask(LISTED, release=events.append)
    released = [event for event in events if len(event) > 1]
    assert [without_markers(event) for event in released] == ["防汛物资为12.50 万元。", "2026年护堤员工资为120.00 万元。"]
    assert events.index(released[0]) < len(events) - 2
    assert lead(answer, base) == "".join(released)
