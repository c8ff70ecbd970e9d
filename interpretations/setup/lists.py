"""The lists a new site starts with (docs/domain.md); cities edit their copies."""

FORMS = (
    ("jiedu", "文字解读"),
    ("tujie", "图解（一图读懂）"),
    ("shipin", "视频"),
    ("yinpin", "音频"),
    ("dongman", "动漫"),
    ("wenda", "政策问答"),
    ("zhuanjia", "专家解读"),
    ("meiti", "媒体解读"),
    ("fuzeren", "负责人解读"),
    ("fabuhui", "新闻发布会／吹风会"),
    ("fangtan", "在线访谈"),
    ("anli", "案例"),
)

GENRES = (
    ("tongzhi", "通知"),
    ("yijian", "意见"),
    ("banfa", "办法"),
    ("xize", "细则"),
    ("guiding", "规定"),
    ("fangan", "方案"),
    ("jueding", "决定"),
    ("gonggao", "公告"),
    ("tonggao", "通告"),
    ("tongbao", "通报"),
    ("pifu", "批复"),
    ("han", "函"),
    ("ling", "令"),
    ("qita", "其他"),
)

# What lays down rights and duties: a first release is warned of clauses that nobody explained.
WARNED_OF_OPEN_CLAUSES = ("banfa", "xize", "guiding", "ling")

TOPICS = (
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)

SUBTOPICS = {
    "综合政务": (
        "政务公开",
        "政务督查",
        "应急管理",
        "电子政务",
        "文秘工作",
        "保密工作",
        "信访",
        "参事",
        "文史",
        "其他",
    ),
    "财政、金融、审计": ("财政", "税务", "银行", "保险", "审计", "其他"),
    "城乡建设、环境保护": ("城乡规划", "城乡建设（含住房）", "环境监测、保护与治理", "其他"),
    "劳动、人事、监察": ("劳动就业", "社会保障", "人事工作", "监察", "其他"),
    "科技、教育": ("科技", "教育", "知识产权", "其他"),
    "卫生、体育": ("卫生", "医药管理", "体育", "其他"),
}

# Forms that suit documents of wide reach, high attention, difficult to carry out or specialized.
SUITS_MAJOR = frozenset({"meiti", "fuzeren", "fabuhui", "fangtan"})

# Migrations look for the slug `history`.
EXEMPTION_REASONS = (
    ("renshi", "人事任免"),
    ("biaozhang", "表彰奖励"),
    ("pifu", "对单一事项的批复"),
    ("zhuanfa", "转发上级文件"),
    ("history", "历史文件"),
    ("qita", "其他"),
)

LEADERS, NEWS, DUTY, SECRECY = "部门负责人", "新闻办", "值班负责人", "保密审查"
# No chain asks for the secrecy review yet: a step that nobody can take would hold up every set.
GROUPS = (LEADERS, NEWS, DUTY, SECRECY)
# May release and withdraw at once; somebody else reviews it afterwards.
MAY_IN_EMERGENCY = (DUTY,)

# Whose people may decide a step, beside being in its group.
OWN, RECEIVING, ANY = "own_department", "receiving_department", ""

# Name, kind, only after an emergency, steps: label, group, whose people.
CHAINS = (
    (
        "一般流程",
        "first",
        False,
        (("部门负责人审核", LEADERS, OWN), ("新闻办签发", NEWS, ANY)),
    ),
    (
        "移交流程",
        "transfer",
        False,
        (
            ("移出部门负责人同意", LEADERS, OWN),
            ("接收部门负责人同意", LEADERS, RECEIVING),
            ("新闻办签发", NEWS, ANY),
        ),
    ),
    ("紧急处置的事后审核", "first", True, (("新闻办事后审核", NEWS, ANY),)),
)
