"""The tagger of roles: its training questions, and what it tells of questions that are not among them."""

import pytest

from answering.reading.folding import fold
from answering.reading.roles import MODEL, ROLES, likely_things, roles
from evaluation import train_roles as train


def test_every_training_question_is_marked_as_it_should_be():
    lines = [line for file in MODEL.parent.glob("*.txt") for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) > 2000
    for line in lines:
        text, tags = train.labelled(train.marked(line))
        assert len(text) == len(tags)


@pytest.mark.parametrize("line", ["[x办公费]多少", "[r办公费多少", "[r]多少", "[r办[q公费]"])
def test_a_wrong_mark_is_an_error(line):
    with pytest.raises(ValueError):
        train.marked(line)


# None of these is a training question.
@pytest.mark.parametrize(
    ("question", "thing", "other"),
    [
        ("桐城市水务局光是印刷费就白白扔掉了30万，纳税人知道吗", "印刷费", "白白扔掉"),
        ("我家孩子想考你们单位，先打听一下绩效工资多少", "绩效工资", "我家孩子"),
        ("听我邻居讲区体育局维修网球场花了80万，有这事没", "维修网球场", "听我邻居讲"),
        ("基本支出里面的差旅费是多少", "差旅费", "是多少"),
    ],
)
def test_what_tells_a_thing_is_likelier_than_what_is_said_beside_it(question, thing, other):
    text, _ = fold(question)
    likely = likely_things(text)

    def mean(part: str) -> float:
        at = text.index(part)
        return sum(likely[at : at + len(part)]) / len(part)

    assert mean(thing) > 0.6
    assert mean(other) < 0.3


def test_roles_of_each_character_sum_to_one_and_nothing_has_none():
    assert roles("").shape == (0, len(ROLES))
    assert abs(roles("水费多少").sum(axis=1) - 1).max() < 1e-4
