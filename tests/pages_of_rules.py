"""Tables of which some rules are missing, as Word lays them out; tests/make_pages.py draws them."""

from page_drawing import LANDSCAPE, PORTRAIT, Plan, steps

ROWS = (
    ("205", "教育支出", "38,500.00", "38,500.00", None),
    ("20508", "进修及培训", "38,500.00", "38,500.00", None),
    ("213", "农林水支出", "16,265,213.81", "5,384,213.81", "10,881,000.00"),
    ("21303", "水利", "16,115,213.81", "5,384,213.81", "10,731,000.00"),
    ("21305", "巩固脱贫攻坚成果衔接乡村振兴", "150,000.00", None, "150,000.00"),
)


def _by_subject(top=110, **missing):
    plan = Plan([50, 110, 260, 350, 440, 540], steps(top, 24, 3 + len(ROWS)), **missing)
    plan.merge(0, 0, "项目", columns=2)
    plan.merge(0, 2, "2026年预算数", columns=3)
    plan.put(1, "科目编码", "科目名称", "合计", "基本支出", "项目支出")
    plan.put(2, None, "合计", "16,303,713.81", "5,422,713.81", "10,881,000.00")
    for row, texts in enumerate(ROWS, 3):
        plan.put(row, *texts)
    return plan


def rules_missing_between_columns(new):
    sheet = new(PORTRAIT)
    sheet.caption("2026年一般公共预算支出表", "单位：元")
    sheet.table(_by_subject(without_upright=(1, 3)))
    sheet.centred(340, "2026年支出预算总表")
    sheet.text(460, 366, "单位：元", 10)
    sheet.table(_by_subject(390, without_upright=(2, 4)))


def rules_missing_between_rows(new):
    sheet = new(PORTRAIT)
    sheet.caption("2026年收支预算总表", "单位：元")
    rows = (
        ("一、一般公共预算拨款收入", "17,668,640.52", "四、公共安全支出", None),
        ("五、单位资金收入", "200,000.00", "五、教育支出", "38,500.00"),
        (None, None, "六、科学技术支出", None),
        (None, None, "八、社会保障和就业支出", "1,123,508.44"),
        ("本年收入合计", "17,868,640.52", "本年支出合计", "18,218,640.52"),
        ("上年结转", "350,000.00", "年终结转", None),
        ("收入总计", "18,218,640.52", "支出总计", "18,218,640.52"),
    )
    plan = Plan([50, 190, 290, 430, 540], steps(110, 22, 2 + len(rows)), without_flat=(1, 4, 7))
    plan.merge(0, 0, "收入", columns=2)
    plan.merge(0, 2, "支出", columns=2)
    plan.put(1, "项目", "预算数", "项目", "预算数")
    for row, texts in enumerate(rows, 2):
        plan.put(row, *texts)
    sheet.table(plan)
    sheet.centred(340, "2026年一般公共预算支出表")
    sheet.text(460, 366, "单位：元", 10)
    sheet.table(_by_subject(390, without_flat=(2, 5, 6)))


def rules_missing_around(new):
    sheet = new(LANDSCAPE)
    sheet.caption("2026年项目支出预算表")
    plan = Plan([60, 110, 330, 430, 530, 630, 760], steps(110, 24, 6), without_flat=(3, 5), without_upright=(0, 3, 6))
    for column, words in ((0, "序号"), (1, "项目名称"), (2, "合计"), (5, "上年结转")):
        plan.merge(0, column, words, rows=2)
    plan.merge(0, 3, "财政拨款", columns=2)
    plan.put(1, "一般公共预算", "政府性基金预算", start=3)
    plan.merge(2, 0, "栏次", columns=2)
    plan.put(2, "1", "2", "3", "4", start=2)
    plan.put(3, "1", "水库安全管护经费", "126.00", "126.00")
    plan.put(4, "2", "防汛抢险物资购置费", "70.00", "35.00", None, "35.00")
    plan.put(5, "3", "河长制工作经费", "64.00", "64.00")
    sheet.table(plan)
    sheet.centred(320, "2026年政府采购预算表")
    sheet.text(700, 346, "单位：万元", 10)
    plan = Plan([60, 330, 530, 760], steps(370, 24, 5), rules="horizontal", without_flat=(0, 5))
    plan.put(0, "采购类别", "预算金额", "其中：一般公共预算")
    for row, texts in enumerate((("货物", "78.60"), ("工程", "215.00"), ("服务", "142.35"), ("合计", "435.95")), 1):
        plan.put(row, *texts, texts[1])
    sheet.table(plan)
