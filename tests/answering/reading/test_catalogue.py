"""The names that a model is shown: what is there, what is left out when there is no room, and in which order."""

import pytest
from conftest import ROOT

from answering.reading.catalogue import MOST_BYTES, catalogue
from answering.reading.examples import nearest, pairs
from prompts import load
from retrieval.library import Library
from workspace import NO_MODEL, Settings, Workspace


@pytest.fixture(scope="module")
def sample(sample_index):
    library = Library.open(sample_index)
    yield library
    library.close()


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    opened = Workspace.open(Settings(tmp_path_factory.mktemp("forms-index"), NO_MODEL))
    assert not [report.message for report in opened.ingest([ROOT / "tests" / "forms"]) if report.failed]
    yield opened.library
    opened.close()


NEEDED = [
    ("灌区清淤安排了多少", "灌区渠系清淤与岁修费"),
    ("办公费按人员经费公用经费怎么分", "2026年预算数/公用经费"),
    ("河长制巡查多少公里", "巡查河道"),
    ("总共多少收入", "收入总计"),
    ("机关运行经费什么意思", "解释的名词"),
    ("2130306是多少", "2130306"),
    ("其他社会保障和就业支出", "其他社会保障和就业支出×2〔20899；2089999〕"),
    ("行政编制几个", "行政编制"),
    ("残疾儿童", "柏溪县水务局"),
]


@pytest.mark.parametrize(("question", "name"), NEEDED)
def test_the_name_that_is_meant_is_shown(sample, question, name):
    assert name in catalogue(question, sample)


@pytest.mark.parametrize("most", [3_000, 5_000, MOST_BYTES, 40_000])
@pytest.mark.parametrize("question", ["2026年水务局的灌区清淤项目安排了多少", "x", "哪个单位接待费最高"])
def test_it_keeps_to_its_size(sample, forms, question, most):
    for library in (sample, forms):
        assert len(catalogue(question, library, most=most).encode()) <= most


UNITS = [
    ("体育局2026年差旅费", "临汐市体育局"),
    ("少儿图书馆买书多少钱", "河埠区少年儿童图书馆"),
    ("信访局的接待费", "豫川县信访局"),
    ("流动书车运行安排多少", "河埠区少年儿童图书馆"),  # by a name that one document alone prints
]


@pytest.mark.parametrize(("question", "unit"), UNITS)
def test_of_many_documents_the_likely_one_is_shown_in_detail_and_all_are_listed(forms, question, unit):
    text = catalogue(question, forms)
    assert text.partition("【1】")[2].startswith(unit)
    assert all(record.entity in text.partition("【1】")[0] for record in forms.documents())


def test_the_selected_documents_alone_are_shown(forms):
    chosen = [record.id for record in forms.documents() if "图书馆" in record.entity]
    text = catalogue("体育局2026年差旅费", forms, chosen)
    assert "体育局" not in text and "收录的文件共1份" in text


def test_what_the_talk_was_about_is_shown(forms):
    text = catalogue("那差旅费呢", forms, units=["苇塘市机电工程职业学校"], hints=["实训设备更新"])
    assert text.partition("【1】")[2].startswith("苇塘市机电工程职业学校")
    assert "实训设备更新" in text


def test_no_amount_is_shown(sample):
    """A model is shown names; what they come to is looked up."""
    text = catalogue("灌区渠系清淤与岁修费多少", sample)
    assert "135.00" not in text and "1,350,000" not in text


def test_conventions_are_short():
    assert len(load("conventions").render().encode()) <= 4096


def test_the_nearest_pairs_are_of_several_kinds():
    found = nearest("哪个项目花的钱最多", 6)
    assert "rank" in [pair.kind for pair in found[:2]] and len({pair.kind for pair in found}) >= 3
    assert all(not pair.history for pair in found)
    assert any(pair.history for pair in nearest("那2024年的呢", 6, follows=True))
    assert len(pairs()) >= 60
