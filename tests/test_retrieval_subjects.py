"""Standard subjects inside longer names."""

import pytest

from retrieval.subjects import prints, terms


def test_the_longest_subject_at_each_place_is_named():
    assert [term for _, _, term in terms("其他工资福利支出和电费")] == ["其他工资福利支出", "电费"]


@pytest.mark.parametrize(("name", "term", "said"), [
    ("其他工资福利支出", "工资福利支出", False),
    ("工资福利支出", "其他工资福利支出", False),
    ("邮电费", "电费", False),
    ("公务用车购置及运行维护费", "公务用车购置", False),
    ("当年一般公共预算会议费预算支出", "会议费", True),
    ("（2）电费", "电费", True),
    ("部门项目支出及其他支出预算表", "项目支出", True),  # a table of two things
])  # fmt: skip
def test_a_name_prints_a_subject_only_as_itself(name, term, said):
    assert prints([name], term) is said


def test_the_end_of_a_subject_below_its_beginning_prints_it():
    assert prints(["公务用车购置及运行费", "购置费"], "公务用车购置费")
