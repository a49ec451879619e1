"""Which unit a name means, and which it does not."""

import pytest

from answering.binding.unit_sets import UnitSets
from answering.binding.units import UnitNames, is_unit_like

UNITS = (
    "上海市普陀区社会福利院", "西安市信访局(汇总)", "广州市信访局", "岚县应急管理局", "佛山市轨道交通局", "上海市普陀区人民政府办公室",
    "上海市普陀区人民政府万里街道办事处", "中共上海市普陀区委社会工作部", "西安市统计局", "广州市人民政府国有资产监督管理委员会",
    "广州市住房和城乡建设局", "深圳市财政局(本级)", "西安市财政局(汇总)", "杭州市司法局", "上海市普陀区司法局",
    "石滩市公安局水上巡警支队", "石滩城市新港码头建设管理办公室",
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("福利院", ["上海市普陀区社会福利院"]),
        ("普陀区福利院", ["上海市普陀区社会福利院"]),
        ("西安市信访局", ["西安市信访局(汇总)"]),
        ("西安信访局", ["西安市信访局(汇总)"]),
        ("信访局", ["西安市信访局(汇总)", "广州市信访局"]),
        ("市信访局", ["西安市信访局(汇总)", "广州市信访局"]),
        ("国家信访局", []),
        ("上海市司法局", []),
        ("上海普陀司法局", ["上海市普陀区司法局"]),
        ("岚县教育局", []),
        ("应急局", ["岚县应急管理局"]),
        ("佛山市交通局", []),
        ("佛山市轨道交通局", ["佛山市轨道交通局"]),
        ("区政府办", ["上海市普陀区人民政府办公室"]),
        ("府办", ["上海市普陀区人民政府办公室"]),
        ("普陀区人民政府办公室", ["上海市普陀区人民政府办公室"]),
        ("万里街道", ["上海市普陀区人民政府万里街道办事处"]),
        ("万里街道办", ["上海市普陀区人民政府万里街道办事处"]),
        ("萬里街道", ["上海市普陀区人民政府万里街道办事处"]),
        ("东山街道", []),
        ("社工部", ["中共上海市普陀区委社会工作部"]),
        ("区委社会工作部", ["中共上海市普陀区委社会工作部"]),
        ("统计局", ["西安市统计局"]),
        ("广州市国资委", ["广州市人民政府国有资产监督管理委员会"]),
        ("广州市住建局", ["广州市住房和城乡建设局"]),
        ("财政局", ["深圳市财政局(本级)", "西安市财政局(汇总)"]),
        ("深圳市财政局", ["深圳市财政局(本级)"]),
        ("普陀区财政局", []),
        ("区司法局", ["杭州市司法局", "上海市普陀区司法局"][1:]),
        ("石滩巡警", ["石滩市公安局水上巡警支队"]),
        ("石滩交警支队", []),
        ("石滩公安", []),
        ("新港码头办", ["石滩城市新港码头建设管理办公室"]),
        ("老港码头办", []),
        ("局", []),
        ("", []),
    ],
)
def test_a_unit_is_meant_by_any_telling_part_of_its_name_and_never_by_resemblance(asked, meant):
    assert sorted(UnitNames(UNITS).meant(asked)) == sorted(meant)


def test_one_character_that_sounds_right_is_a_slip():
    assert UnitNames(UNITS).slipped("万里接道") == ("上海市普陀区人民政府万里街道办事处",)
    assert UnitNames(UNITS).slipped("国家信访局") == ()


@pytest.mark.parametrize(
    ("pattern", "units"),
    [("广州", 3), ("街道", 1), ("各街道", 1), ("普陀区", 5), ("信访局", 2), ("拉萨", 0)],
)
def test_a_pattern_is_what_names_hold(pattern, units):
    assert len(UnitSets(UNITS).members(pattern)[0]) == units


def test_near_units_are_offered():
    assert "岚县应急管理局" in UnitNames(UNITS).near("岚县教育局")


@pytest.mark.parametrize(
    ("label", "is_unit"),
    [("杭州市气象服务中心", True), ("无锡市辅仁高级中学", True), ("办公费", False), ("信访局工作经费", False), ("合计", False)],
)
def test_rows_that_read_as_units(label, is_unit):
    assert is_unit_like(label) is is_unit
