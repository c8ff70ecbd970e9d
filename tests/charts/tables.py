"""Tables as people paste them, one for each kind of chart."""

EMPLOYMENT = (
    "年份\t新增就业（万人）\n2021年\t8.12\n2022年\t7.9\n2023年\t9.35\n2024年\t9.8\n2025年\t10.21"
)
COUNTIES = (
    "区县\t2023年\t2024年\t2025年\n浔阳区\t1,234\t1,310\t1,402\n濂溪区\t980\t1,023\t1,100\n"
    "柴桑区\t760\t820\t905\n共青城市\t540\t601\t698\n庐山市\t430\t470\t512"
)
GROWTH = "行业\t增速\n工业\t5.2%\n建筑业\t-3.1%\n批发零售\t2.2%\n房地产\t(6.4%)\n交通运输\t4.0%"
MINUTES = (
    "事项\t平均办理时长（分钟）\n不动产抵押登记\t35\n企业开办一件事\t28\n公积金提取（购房、租房）\t12\n"
    "社会保险登记\t9\n居住证申领\t15\n施工许可证核发与变更\t56"
)
PEOPLE = "月份\t户籍人口\t常住人口\n" + "\n".join(
    f"{m}月\t{460 + m * 0.7:.1f}万人\t{455 + m * 0.2 + (m % 3) * 0.8:.1f}万人" for m in range(1, 13)
)
GREEN = "年份\t绿化面积（公顷）\n" + "\n".join(
    f"{y}年\t{1200 + (y - 2015) * 83}" for y in range(2015, 2026)
)
SPENDING = (
    "去向\t金额（万元）\n教育\t4523\n医疗卫生\t3210\n社会保障\t2980\n农林水\t1560\n"
    "城乡社区\t890\n其他\t430"
)
WAYS = "方式\t占比\n网上办\t68.2%\n窗口办\t21.3%\n自助机\t7.5%\n邮寄\t3%"
SHARES = (
    "年份\t网上办\t窗口办\t自助机\n2021年\t35%\t60%\t5%\n2022年\t46%\t48%\t6%\n"
    "2023年\t58%\t34%\t8%\n2024年\t68%\t21%\t11%"
)
LOANS = (
    "年份\t贷款余额（亿元）\t增速（%）\n2021年\t3,456\t9.8\n2022年\t3,872\t12.0\n2023年\t4,120\t6.4\n"
    "2024年\t4,433\t7.6\n2025年\t4,806\t8.4"
)
PROMISES = "承诺\t数量\t比上年\n一次办好\t312项\t24\n全程网办\t286项\t41\n当场办结\t97项\t9"

OF_KIND = {
    "column": EMPLOYMENT,
    "bar": MINUTES,
    "line": PEOPLE,
    "area": GREEN,
    "pie": SPENDING,
    "ring": WAYS,
    "stacked": SHARES,
    "combined": LOANS,
    "tiles": PROMISES,
}


def chart(text, **options):
    """The value of a chart's block, as code that builds a page writes it."""
    return ("chart", {"title": "九江市的一张图", "data": text, **options})
