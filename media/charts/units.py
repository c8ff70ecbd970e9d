"""Which words in a header are a unit: 「人数（万人）」 has one, 「人数（预计）」 has none."""

import re

MULTIPLES = ("万亿", "千亿", "百亿", "十亿", "亿", "千万", "百万", "十万", "万", "千", "百")
COMMON = """
元 人 户 个 家 件 次 人次 户次 架次 项 亩 公顷 吨 千克 公斤 克 毫克 微克 斤 米 公里 千米 厘米
毫米 平方米 平方公里 平方千米 立方米 立方厘米 升 毫升 度 千瓦 千瓦时 兆瓦 瓦 天 日 小时 分钟 分
秒 周 月 年 季度 岁 倍 辆 台 套 所 座 张 份 单 笔 批 场 条 名 位 门 床 间 栋 幢 处 艘 架 列 支
只 头 株 棵 盏 枚 块 片 页 字 篇 部 册 种 类 层 组 队 村 镇 乡 街道 社区 企业 百分点 个百分点 成
折 点 美元 港元 欧元 日元 标准煤 吨标准煤 % ‰ ℃ ° ㎡ ㎥ m² m³ km² hm² kg t g m km kW kWh MW GW W
L mL MB GB TB
"""
UNITS = frozenset(COMMON.split())
BRACKETED = re.compile(r"(?P<label>.*)[(（\[【［](?P<unit>[^()（）\[\]【】［］]{1,14})[)）\]】］]")
SLASHED = re.compile(r"(?P<label>[^/]+)/(?P<unit>[^/]{1,10})")
SAID = re.compile(r"(?:计量)?单位\s*[:：]\s*(?P<unit>.{1,14})")


def is_unit(text: str) -> bool:
    """Tell a unit, with 万 or 亿 before it and 「每」 behind it or not, from any other word."""
    parts = text.strip().split("/")
    return 1 <= len(parts) <= 3 and all(_is_plain_unit(part.strip()) for part in parts)


def _is_plain_unit(text: str) -> bool:
    if text in UNITS:
        return True
    multiple = _multiple(text)
    rest = text[len(multiple) :]
    return bool(multiple) and (not rest or rest in UNITS)


def said_unit(text: str) -> str:
    """The unit in 「单位：万元」; empty where nothing of the kind is said."""
    match = SAID.fullmatch(text.strip().strip("()（）"))
    return _plain(match["unit"]) if match else ""


def split_header(text: str) -> tuple[str, str]:
    """Part a header into its name and its unit, which may be empty."""
    text = text.strip()
    for match in (BRACKETED.fullmatch(text), SLASHED.fullmatch(text)):
        if not match or not match["label"].strip():
            continue
        unit = said_unit(match["unit"]) or _plain(match["unit"])
        if is_unit(unit):
            return match["label"].strip(), unit
    return text, ""


def is_multiple(unit: str) -> bool:
    """Whether a unit counts in hundreds or more already.

    千克 and 百分点 are units of their own, 千卡 and 百帕 as well; 万 and 亿 begin none.
    """
    counted = unit.partition("/")[0].strip()
    multiple = _multiple(counted)
    rest = counted[len(multiple) :]
    is_large = "万" in multiple or "亿" in multiple
    return counted not in UNITS and bool(multiple) and (is_large or not rest or rest in UNITS)


def _multiple(text: str) -> str:
    """The 万, 亿 or the like with which a text begins, or ''."""
    return next((word for word in MULTIPLES if text.startswith(word)), "")


def _plain(unit: str) -> str:
    return unit.strip().replace("％", "%").replace("元人民币", "元")
