"""Every figure of the sample: a water bureau of a county that does not exist, two years.

Leaves are written down here; totals, trees and changes are computed from them, so that every printed table adds up.
All amounts are in 元 as Decimal.  The contradictions that a reader should find are in PLANTED and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from disclosure.terms import find_subject

UNIT = "柏溪县水务局"
NOTICE = "示例，非真实公开文件"
ZERO = Decimal(0)


@dataclass(frozen=True)
class Project:
    """One row of the project table."""

    name: str
    code: str  # the functional subject that it is spent under
    amount: Decimal
    own_funds: bool = False  # True: 单位资金; False: 一般公共预算


@dataclass(frozen=True)
class Year:
    """The leaves of one year's budget or accounts."""

    basic: Mapping[str, Decimal]  # functional item → basic expenditure
    economic: Mapping[str, Decimal]  # economic item → basic expenditure
    projects: tuple[Project, ...]
    carried_in: Decimal  # 上年结转 of the general public budget

    @property
    def project(self) -> dict[str, Decimal]:
        """Functional item → project expenditure."""
        sums: dict[str, Decimal] = {}
        for row in self.projects:
            sums[row.code] = sums.get(row.code, ZERO) + row.amount
        return sums

    @property
    def basic_total(self) -> Decimal:
        """基本支出合计."""
        return sum(self.basic.values(), ZERO)

    @property
    def project_total(self) -> Decimal:
        """项目支出合计."""
        return sum((p.amount for p in self.projects), ZERO)

    @property
    def total(self) -> Decimal:
        """支出总计, which is 收入总计 in a budget."""
        return self.basic_total + self.project_total

    @property
    def own_funds(self) -> Decimal:
        """单位资金收入, spent on the projects that say so."""
        return sum((p.amount for p in self.projects if p.own_funds), ZERO)

    @property
    def public(self) -> Decimal:
        """公用经费: economic classes 302 and 310."""
        return sum((a for code, a in self.economic.items() if code[:3] in ("302", "310")), ZERO)

    @property
    def personnel(self) -> Decimal:
        """人员经费: economic classes 301 and 303."""
        return self.basic_total - self.public


def _amounts(text: str) -> dict[str, Decimal]:
    """A block of `code amount` pairs."""
    words = text.split()
    return {code: Decimal(amount) for code, amount in zip(words[::2], words[1::2], strict=True)}


def _projects(text: str) -> tuple[Project, ...]:
    """Lines of `name code amount`, with a star behind own funds."""
    rows = (line.split() for line in text.strip().splitlines())
    return tuple(Project(name, code, Decimal(amount.rstrip("*")), amount.endswith("*")) for name, code, amount in rows)


BUDGET_2026 = Year(
    basic=_amounts("""
        2050803 38500.00  2080501 62400.00  2080502 88920.00  2080505 604815.36  2080506 302407.68  2080801 46200.00
        2089999 18765.40  2101101 118340.20  2101102 183466.55  2101103 36000.00  2130301 2468733.10  2130306 2915480.71
        2210201 453611.52"""),
    economic=_amounts("""
        30101 1736520.00  30102 864300.00  30103 144710.00  30107 1180640.00  30108 604815.36  30109 302407.68
        30110 301806.75  30111 36000.00  30112 18765.40  30113 453611.52  30199 255600.00
        30201 236000.00  30202 42000.00  30205 18600.00  30206 67200.00  30207 58400.00  30211 125000.00  30213 86000.00
        30215 24000.00  30216 38500.00  30217 31500.00  30226 62000.00  30228 75601.92  30229 52000.00  30231 148800.00
        30239 97920.00  30299 47421.89  30302 151320.00  30305 46200.00  31002 30000.00"""),
    projects=_projects("""
        小型水库安全运行管护经费 2130306 1260000.00
        农村饮水安全维修养护资金 2130316 2150000.00
        山洪灾害监测预警系统运维费 2130314 580000.00
        防汛抢险物资购置费 2130314 700000.00
        防汛值守与应急演练经费 2130314 350000.00
        抗旱应急水源工程维护费 2130315 420000.00
        水土流失综合治理项目 2130310 880000.00
        节水型社会建设经费 2130311 276000.00
        取水口在线监测设备维护费 2130311 180000.00
        河长制工作经费 2130302 640000.00
        水政执法办案经费 2130302 185000.00
        办公业务用房修缮费 2130302 260000.00
        灌区渠系清淤与岁修费 2130316 1350000.00
        城区供水管网漏损治理费 2130306 900000.00
        堤防巡查保洁服务费 2130306 400000.00
        泵站电费及日常养护费 2130306 200000.00*
        驻村帮扶工作经费 2130599 90000.00
        驻村帮扶工作经费 2130599 60000.00"""),
    carried_in=Decimal("350000.00"),
)

BUDGET_2025 = Year(
    basic=_amounts("""
        2050803 36000  2080501 60000  2080502 85600  2080505 582400  2080506 291200  2080801 44000  2089999 17600
        2101101 112800  2101102 176500  2101103 34800  2130301 2395700  2130306 2846900  2210201 436800"""),
    economic=_amounts("""
        30101 1690400  30102 842000  30103 140900  30107 1152300  30108 582400  30109 291200  30110 289300  30111 34800
        30112 17600  30113 436800  30199 246000
        30201 242000  30202 45000  30205 18000  30206 65000  30207 60000  30211 132000  30213 80000  30215 26000
        30216 36000  30217 36500  30226 60000  30228 72800  30229 50000  30231 152000  30239 97900  30299 33800
        30302 145600  30305 44000"""),
    projects=_projects("""
        小型水库安全运行管护经费 2130306 1180000
        农村饮水安全维修养护资金 2130316 1960000
        山洪灾害监测预警系统运维费 2130314 560000
        防汛抢险物资购置费 2130314 450000
        防汛值守与应急演练经费 2130314 320000
        抗旱应急水源工程维护费 2130315 380000
        水土流失综合治理项目 2130310 1000000
        节水型社会建设经费 2130311 240000
        取水口在线监测设备维护费 2130311 180000
        水资源论证评估费 2130311 150000
        河长制工作经费 2130302 600000
        水政执法办案经费 2130302 170000
        灌区渠系清淤与岁修费 2130316 1200000
        堤防巡查保洁服务费 2130306 380000
        泵站电费及日常养护费 2130306 180000*
        驻村帮扶工作经费 2130599 90000"""),
    carried_in=ZERO,
)

# What was really spent in 2025; the accounts list projects by subject only.
ACCOUNTS_2025 = Year(
    basic=_amounts("""
        2050803 34200  2080501 61000  2080502 86600  2080505 588300  2080506 294200  2080801 44000  2089999 17100
        2101101 112800  2101102 176000  2101103 34800  2130301 2387500  2130306 2821400  2210201 440200"""),
    economic=_amounts("""
        30101 1689200  30102 842000  30103 140900  30107 1148300  30108 588300  30109 294200  30110 288800  30111 34800
        30112 17100  30113 440200  30199 245500
        30201 238600  30202 43100  30205 17900  30206 64200  30207 58800  30211 126500  30213 93000  30215 21800
        30216 34200  30217 29400  30226 57600  30228 72800  30229 50000  30231 143700  30239 97900  30299 27700
        30302 147600  30305 44000"""),
    projects=_projects("""
        一般行政管理事务 2130302 756000
        水利工程运行与维护 2130306 1538500
        水利工程运行与维护 2130306 180000*
        水土保持 2130310 1000000
        水资源节约管理与保护 2130311 542000
        防汛 2130314 1423000
        抗旱 2130315 369000
        农村水利 2130316 3180000
        其他巩固脱贫攻坚成果衔接乡村振兴支出 2130599 90000"""),
    carried_in=Decimal("500000"),
)
CARRIED_OUT_2025 = BUDGET_2026.carried_in  # 年末结转 of the accounts is 上年结转 of the next budget

# “三公” in 元: abroad, reception, car purchase, car running
THREE_PUBLIC = {
    "2026": tuple(map(Decimal, ("0", "31500", "0", "148800"))),
    "2025": tuple(map(Decimal, ("0", "36500", "0", "152000"))),
    "2025 accounts": tuple(map(Decimal, ("0", "29400", "0", "143700"))),
}
PROCUREMENT = {  # 万元: goods, works, services
    "2026": tuple(map(Decimal, ("78.60", "215.00", "142.35"))),
    "2025": tuple(map(Decimal, ("55.20", "180.00", "136.40"))),
    "2025 accounts": tuple(map(Decimal, ("53.87", "176.45", "134.90"))),
}
STAFF = {"编制": 38, "行政编制": 12, "事业编制": 26, "实有": 36, "离退休": 14}
CARS = {"编制": 5, "实有": 5, "应急保障用车": 3, "执法执勤用车": 1, "其他用车": 1}
FLOOR_AREA = Decimal("2386.50")  # 平方米

# What the 2026 narrative and one form say wrongly, on purpose (万元): the tables stand.
PLANTED = {"公务接待费": Decimal("3.45"), "水土流失综合治理项目": Decimal("98.00")}


def tree(*columns: Mapping[str, Decimal]) -> list[tuple[str, str, tuple[Decimal, ...]]]:
    """Rows (code, name, one amount a column) of every subject above and at the leaves, in code order."""
    codes = sorted({code[:length] for column in columns for code in column for length in range(3, len(code) + 1, 2)})
    return [(code, subject_name(code), tuple(_below(column, code) for column in columns)) for code in codes]


def _below(column: Mapping[str, Decimal], code: str) -> Decimal:
    return sum((amount for leaf, amount in column.items() if leaf.startswith(code)), ZERO)


def subject_name(code: str) -> str:
    """The standard name; a code that the lists lack is an error of the sample."""
    subject = find_subject(code)
    if subject is None:
        raise LookupError(f"the sample uses an unknown subject code: {code}")
    return subject.name


def ten_thousand(amount: Decimal) -> str:
    """元 as 万元 with two decimals, rounded half up as tables print it, with separators: 1,780.26."""
    return f"{(amount / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"


def yuan(amount: Decimal) -> str:
    """元 with two decimals and separators: 17,802,640.52."""
    return f"{amount:,.2f}"


def percent(part: Decimal, whole: Decimal) -> str:
    """The share in percent, two decimals, half up."""
    return f"{(part * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def check() -> None:
    """Every year's economic leaves sum to its functional basic expenditure."""
    for year in (BUDGET_2026, BUDGET_2025, ACCOUNTS_2025):
        if sum(year.economic.values(), ZERO) != year.basic_total:
            raise ValueError(f"economic {sum(year.economic.values(), ZERO)} but functional {year.basic_total}")
        _same(year.economic["30108"], year.basic["2080505"])
        _same(year.economic["30113"], year.basic["2210201"])
    received = ACCOUNTS_2025.total - ACCOUNTS_2025.carried_in + CARRIED_OUT_2025
    _same(received + ACCOUNTS_2025.carried_in, ACCOUNTS_2025.total + CARRIED_OUT_2025)


def _same(left: Decimal, right: Decimal) -> None:
    if left != right:
        raise ValueError(f"{left} is not {right}")


def codes_under(leaves: Iterable[str], code: str) -> list[str]:
    """The leaves that stand under a subject."""
    return [leaf for leaf in leaves if leaf.startswith(code)]
