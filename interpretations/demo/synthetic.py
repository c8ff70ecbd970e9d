"""Synthetic sets by the thousand: what fills a site for measuring and for rehearsals."""

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db.models import Model

from interpretations.models import Genre, InterpretationForm, Topic

SUBJECTS = (
    "老旧小区改造", "城乡居民医保", "高校毕业生就业", "中小学课后服务",
    "食品摊贩管理", "既有住宅加装电梯", "灵活就业人员参保", "农村饮水安全",
    "城市停车秩序", "创业担保贷款", "养老服务设施", "企业开办便利化",
    "公共租赁住房", "职业技能培训", "义务教育招生", "药品集中采购",
    "电动自行车充电", "生活垃圾分类", "残疾人康复救助", "农贸市场升级",
    "公积金异地提取", "长江禁渔", "防汛抗旱", "旅游民宿管理",
)  # fmt: skip
PLACES = (
    "浔阳区",
    "濂溪区",
    "柴桑区",
    "共青城市",
    "瑞昌市",
    "庐山市",
    "武宁县",
    "修水县",
    "都昌县",
)
ACTIONS = ("实施办法", "工作方案", "若干措施", "管理规定", "实施细则", "指导意见")


def policy_values(mark: str, year: int, serial: int) -> dict[str, Any]:
    """Return the fields of a complete synthetic document; the same serial, the same words."""
    rng = random.Random(serial)
    subject, place, action = rng.choice(SUBJECTS), rng.choice(PLACES), rng.choice(ACTIONS)
    written = date(year, 1, 1) + timedelta(days=serial % 360)
    clauses = [
        f"第{number}条　{place}{subject}第{number}项任务，由责任单位在{number * 5}个工作日内办结。"
        for number in range(1, 9)
    ]
    return {
        "title": f"关于印发{place}{subject}{action}的通知（{mark}）",
        "doc_number": f"九试字〔{year}〕{serial}号",
        "index_number": f"014500011/{year}-{serial:05d}",
        "issuers": "九江市人民政府办公室",
        "topic": rng.choice(_all(Topic)),
        "genre": rng.choice(_all(Genre)),
        "date_written": written,
        "date_effective": written + timedelta(days=30),
        "recipients": "各县（市、区）人民政府，市政府各部门：",
        "body": [("text", "".join(f"<p>{clause}</p>" for clause in clauses))],
        "responsible_editor": "陈浔",
        "information_source": "九江市人民政府办公室",
    }


def interpretation_values(mark: str, serial: int) -> dict[str, Any]:
    """Return the fields of a complete synthetic interpretation."""
    rng = random.Random(serial)
    subject, place = rng.choice(SUBJECTS), rng.choice(PLACES)
    return {
        "title": f"{place}{subject}：谁能办、怎么办（{mark}）",
        "form": rng.choice(_all(InterpretationForm)),
        "summary": f"{place}{subject}有了新办法，最快{rng.randint(1, 15)}个工作日办结。",
        "interpreter": "责任单位政策法规科",
        "background": f"<p>{subject}关系群众日常生活，原办法已到期。</p>",
        "goals": f"<p>让{subject}办得快、办得明白。</p>",
        "key_points": "<ul><li>材料减少一半。</li><li>全程网上可办。</li></ul>",
        "body": [("figures", [{"value": str(rng.randint(2, 60)), "unit": "天", "label": "办结"}])],
        "contact": "政策法规科　0792-8000000",
    }


@cache
def _all(model: type[Model]) -> list[Any]:
    """Read a list once; a bulk run asks for it ten thousand times."""
    return list(model._default_manager.all())


def read_lists_anew() -> None:
    """Begin a run: what an earlier one of this process read may be gone."""
    _all.cache_clear()
