"""The vocabulary of 明账: frozen values that every package speaks in; standard library only.

Glossary (英文 · 中文):

    amount 金额          unit 计量单位            fiscal year 年度         entity 单位名称
    budget 预算          final accounts 决算      department 部门          unit (level) 单位
    subject code 科目编码 (类/款/项: class, division, item)
    functional subject 支出功能分类科目           economic subject 支出经济分类科目
    basic expenditure 基本支出                    project expenditure 项目支出
    personnel 人员经费   public-use 公用经费      fiscal appropriation 财政拨款
    general public budget 一般公共预算            government fund 政府性基金预算
    state capital 国有资本经营预算                carry-over 结转结余
    three public “三公”经费                       operating expenses 机关运行经费
    government procurement 政府采购               performance target 绩效目标
    performance form 项目支出绩效目标表           footing 勾稽              discrepancy 表文不一致
"""
