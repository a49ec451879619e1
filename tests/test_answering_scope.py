"""Units, years, 预算/决算 and 部门/单位 that a question names or implies, and those that the library does not hold."""

import pytest

from answering.planner import understand
from answering.unit_names import UnitName
from disclosure.document import Level, Stage
from tests.understanding_samples import JUSTICE, OFFICE, PARTY, RECORDS, STREET, WATER, NamedRecord, NamesOnly


@pytest.fixture(scope="module")
def library():
    return NamesOnly()


NAMED = [
    ("柏溪县水务局办公费多少", WATER),
    ("水务局办公费多少", WATER),
    ("县水务局办公费", WATER),
    ("我县水务局的办公费", WATER),
    ("某省柏溪县水务局办公费", WATER),
    ("宁江市清河区人民政府青溪街道办事处2024年办公费", STREET),
    ("青溪街道办公费", STREET),
    ("青溪街道办2024年办公费", STREET),
    ("青溪2024年办公费", STREET),
    ("清河区青溪街道办公费", STREET),
    ("府办公务接待费", OFFICE),
    ("区府办办公费", OFFICE),
    ("政府办办公费", OFFICE),
    ("清河区政府办公室的办公费", OFFICE),
    ("区政府办公室2025年办公费", OFFICE),
    ("社区治理部办公费", PARTY),
    ("区委社区治理部办公费", PARTY),
    ("社治部办公费", PARTY),
    ("中共宁江市清河区委社区治理部办公费", PARTY),
    ("清河司法局办公费", JUSTICE),
    ("司发局办公费", JUSTICE),
    ("青溪接道2024年办公费", STREET),
    ("清溪街道2024年办公费", STREET),
    ("清何区司法局办公费", JUSTICE),
    ("区司法剧办公费", JUSTICE),
    ("社冶部办公费", PARTY),
    ("区附办办公费", OFFICE),
    ("清河区正府办公室办公费", OFFICE),
    ("柏溪县水物局办公费", WATER),
    ("請問青溪街道辦事處辦公費多少", STREET),
    ("街道里的办公费是多少", STREET),
    ("办里办公费多少", OFFICE),
]


@pytest.mark.parametrize(("question", "entity"), NAMED, ids=[row[0] for row in NAMED])
def test_a_unit_is_known_by_its_usual_names(library, question, entity):
    understood = understand(question, (), library, None)
    assert understood.scope.missing is None
    assert understood.scope.entities == ((entity,) if entity else ())
    assert [s.label for s in understood.plan.selectors] == ["公务接待费" if "接待" in question else "办公费"]


def test_a_misspelt_unit_is_told(library):
    assert "“社冶部”按“社治部”" in (understand("社冶部办公费", (), library, None).plan.note or "")
    assert understand("社治部办公费", (), library, None).plan.note is None


STRANGERS = [
    ("清河区财政局2025年预算是多少", "清河区财政局"),
    ("柏溪县教育局的总预算", "柏溪县教育局"),
    ("东山区司法局2026年办公费", "东山区司法局"),
    ("东山司法局2026年办公费", "东山司法局"),
    ("柏溪县司法局的办公费", "柏溪县司法局"),
    ("柏溪县税务局办公费", "柏溪县税务局"),
    ("临县水务局办公费", "临县水务局"),
    ("东山区社冶部办公费", "东山区社冶部"),
    ("教育局水费多少", "教育局"),
    ("宣传部2024年预算", "宣传部"),
    ("民生路街道2024年三公经费", "民生路街道"),
    ("青溪街道社区文化活动中心2024年预算", "青溪街道社区文化活动中心"),
    ("青溪小学2024年预算", "青溪小学"),
    ("司法局和财政局的办公费哪个高", "财政局"),
    ("东山区2025年三公经费", "东山区"),
    ("What is the 2026 budget of Dongshan District Justice Bureau?", "Dongshan区司法局"),
]


@pytest.mark.parametrize(("question", "name"), STRANGERS, ids=[row[0] for row in STRANGERS])
def test_a_unit_that_is_not_loaded_is_missing_and_nothing_stands_in_for_it(library, question, name):
    understood = understand(question, (), library, None)
    assert understood.scope.missing is not None and f"“{name}”" in understood.scope.missing
    assert understood.scope.document_ids == () and understood.plan.selectors == ()


NO_UNITS = [
    "各职能部门办公室经费是多少",
    "职能部门办公室经费",
    "水务局公益岗位人员补助资金多少",
    "社会保障和就业支出是多少",
    "市县(区)财政资金多少",
    "局长的办公费",
    "有哪些内设机构",
]


@pytest.mark.parametrize("question", NO_UNITS)
def test_words_that_look_like_units_inside_other_names_are_none(library, question):
    assert understand(question, (), library, ["water26"]).scope.missing is None


YEARS = [
    ("青溪街道2023年办公费", ("street23",), 2023),
    ("青溪街道今年办公费", ("street24",), 2024),
    ("青溪街道去年办公费", ("street23",), 2023),
    ("青溪街道上年度办公费", ("street23",), 2023),
    ("青溪街道二〇二三年办公费", ("street23",), 2023),
    ("青溪街道23年办公费", ("street23",), 2023),
    ("青溪街道2023办公费", ("street23",), 2023),
    ("水务局去年办公费", ("water26",), 2025),
    ("青溪街道2022年底固定资产", ("street23",), 2022),
    ("青溪街道本年支出合计", ("street23", "street24"), None),
    ("青溪街道上年结转资金", ("street23", "street24"), None),
]


@pytest.mark.parametrize(("question", "documents", "year"), YEARS, ids=[row[0] for row in YEARS])
def test_years_said_or_implied_choose_the_document_and_the_figure(library, question, documents, year):
    understood = understand(question, (), library, None)
    assert understood.scope.document_ids == documents
    assert understood.plan.selectors[0].fiscal_year == year


def test_several_years_are_several_selectors(library):
    for question in (
        "青溪街道2023年和2024年的办公费",
        "青溪街道2023、2024两年办公费",
        "青溪街道近两年的办公费",
        "青溪街道2023-2024年办公费",
    ):
        plan = understand(question, (), library, None).plan
        assert [(s.fiscal_year, s.document_ids) for s in plan.selectors] == [(2023, ("street23",)), (2024, ("street24",))], question


def test_a_year_of_no_document_is_missing(library):
    scope = understand("青溪街道2021年办公费是多少", (), library, None).scope
    assert scope.missing == f"没有收录“{STREET}”2021年度的文件（已收录：2023、2024年度）"
    assert scope.candidates == ("2023", "2024")


def test_a_year_in_front_of_a_row_belongs_to_the_row(library):
    (selector,) = understand("2025年河道巡查员工资多少", (), library, ["water26"]).plan.selectors
    assert (selector.label, selector.label_year, selector.fiscal_year) == ("河道巡查员工资", 2025, None)
    (nested,) = understand("水务局2026年的2025年河道巡查员工资", (), library, None).plan.selectors
    assert (nested.label_year, nested.document_ids) == (2025, ("water26",))


def test_the_document_of_one_year_and_the_figure_of_another(library):
    (selector,) = understand("青溪街道2024年说明里，事业运行的2023年预算执行数是多少", (), library, None).plan.selectors
    assert (selector.document_ids, selector.fiscal_year, selector.column_label, selector.in_prose) == (
        ("street24",),
        2023,
        "预算执行数",
        True,
    )


def test_each_unit_keeps_the_year_said_beside_it(library):
    plan = understand("青溪街道2024年、府办2025年、司法局2026年，三公经费哪个最高？", (), library, None).plan
    assert [(s.entity, s.fiscal_year) for s in plan.selectors] == [(STREET, 2024), (OFFICE, 2025), (JUSTICE, 2026)]


OTHER_SCOPE = [
    ("府办2025年决算多少", "没有收录"),
    ("司法局2026年部门预算总额", "只有单位预算"),
    ("青溪街道2024年单位预算总额", "只有部门预算"),
    ("清河区2025年预算", "全区域"),
    ("柏溪县2026年总预算", "全区域"),
]


@pytest.mark.parametrize(("question", "words"), OTHER_SCOPE, ids=[row[0] for row in OTHER_SCOPE])
def test_another_stage_level_or_region_is_not_answered_from_what_is_there(library, question, words):
    scope = understand(question, (), library, None).scope
    assert scope.missing and words in scope.missing


def test_what_the_question_leaves_open_is_named_with_the_choices(library):
    scope = understand("三公经费多少", (), library, None).scope
    assert scope.ambiguous[:2] == ("entity", "fiscal_year") and set(scope.candidates) == {r.entity for r in RECORDS}
    assert understand("青溪街道三公经费多少", (), library, None).scope.ambiguous == ("fiscal_year",)
    assert understand("府办三公经费多少", (), library, None).scope.ambiguous == ()


def test_one_name_that_fits_two_units_asks_which():
    twin = NamedRecord("twin", "twin.pdf", "某市东山区司法局", 2026, Stage.BUDGET, Level.UNIT)
    understood = understand("司法局2026年办公费", (), NamesOnly((*RECORDS, twin)), None)
    assert understood.scope.ambiguous == ("entity",) and set(understood.scope.document_ids) == {"justice26", "twin"}
    assert understood.plan.selectors[0].entity is None
    assert understand("清河区司法局2026年办公费", (), NamesOnly((*RECORDS, twin)), None).scope.document_ids == ("justice26",)


def test_selected_documents_restrict_the_scope(library):
    assert understand("办公费多少", (), library, ["office25"]).scope.document_ids == ("office25",)
    assert understand("办公费多少", (), library, ["street_2024"]).scope.document_ids == ("street24",)


def test_an_excerpt_does_not_stand_beside_the_whole_when_rows_are_ranked():
    excerpt = NamedRecord("excerpt", "excerpt.pdf", WATER, 2026, Stage.BUDGET, None, figures=3)
    library = NamesOnly((*RECORDS, excerpt))
    assert understand("水务局金额最大的项目", (), library, None).scope.document_ids == ("water26",)
    assert set(understand("水务局办公费", (), library, None).scope.document_ids) == {"water26", "excerpt"}


PARTS_OF_NAMES = [
    ("宁江市清河区人民政府办公室", ("宁江市", "清河区"), "", "办公室"),
    ("中共宁江市清河区委社区治理部", ("宁江市", "清河区"), "社区治理", "部"),
    ("宁江市清河区人民政府青溪街道办事处", ("宁江市", "清河区"), "青溪", "街道办事处"),
    ("宁江市清河区青溪街道社区党群服务中心", ("宁江市", "清河区", "青溪街道"), "社区党群", "服务中心"),
    ("柏溪县市场监督管理局", ("柏溪县",), "市场监督管理", "局"),
    ("柏溪县白水镇人民政府", ("柏溪县",), "白水", "镇人民政府"),
    ("柏溪县人民法院", ("柏溪县",), "", "人民法院"),
]


@pytest.mark.parametrize(("full", "places", "core", "head"), PARTS_OF_NAMES, ids=[row[0] for row in PARTS_OF_NAMES])
def test_a_full_name_is_taken_apart(full, places, core, head):
    name = UnitName.parse(full)
    assert (name.places, name.core, name.head) == (places, core, head)
    assert name.pattern.fullmatch(full)


def test_a_lottery_is_off_topic_but_its_money_is_not():
    from answering.nonsense import not_a_question

    assert not_a_question("明天买彩票能中吗", False)
    assert not_a_question("体育彩票的钱用在哪", False) is None
