"""Random edits of a document, which remember what each clause is made of."""

from dataclasses import dataclass, field, replace

from clauses.identity.align import Known
from clauses.numerals import chinese

WORDS = """
市人民政府 县级以上 主管部门 应当 建立 健全 工作 机制 按照 规定 公开 信息
企业 申请人 提交 材料 审核 批准 备案 监督 检查 资金 补贴 标准 每月 不得
超过 十日内 书面 答复 农民工 社会保险 住房 租赁 教育 医疗 养老 粮食 储备
应急 预案 安全 生产 环境 保护 交通 运输 车辆 号牌 税收 优惠 政策 落实 责任
考核 奖励 处罚 依法 追究 登记 变更 注销 许可 期限 条件 程序 组织 实施 宣传
培训 服务 平台 数据 共享 统一 管理 协调 乡镇 街道 社区 居民 用人单位
劳动合同 工资 支付 保证金 制度 纳税人 扣除 子女 学校 招生 科研 项目 验收
""".split()  # noqa: SIM905 (a list of words reads better so)


@dataclass(frozen=True)
class Written:
    """A clause as somebody wrote it: its words, and whose words they are.

    `keeps` is the identity that it must still have, None where that is open or it is new;
    `may` are the identities that it may have at all.
    """

    text: str
    keeps: int | None
    may: frozenset[int]


@dataclass(frozen=True)
class Numbered:
    number: str
    path: str
    text: str


@dataclass
class Document:
    """A list of clauses under the hands of somebody who edits it."""

    rng: object
    clauses: list[Written] = field(default_factory=list)
    made: int = 0

    @classmethod
    def of(cls, rng, size):
        document = cls(rng)
        for _ in range(size):
            document.insert()
        for at, clause in enumerate(document.clauses):
            document.clauses[at] = replace(clause, keeps=at, may=frozenset((at,)))
        return document

    def sentence(self):
        words = [self.rng.choice(WORDS) for _ in range(self.rng.randint(9, 24))]
        return "".join(words) + "。"

    def somewhere(self):
        return self.rng.randrange(len(self.clauses))

    def insert(self):
        at = self.rng.randint(0, len(self.clauses))
        self.clauses.insert(at, Written(self.sentence(), None, frozenset()))

    def delete(self):
        self.clauses.pop(self.somewhere())

    def move(self):
        self.clauses.insert(self.somewhere(), self.clauses.pop(self.somewhere()))

    def edit(self):
        at = self.somewhere()
        text = self.clauses[at].text
        if len(text) < 20:
            return  # three characters of ten are no light edit
        place = self.rng.randrange(len(text) - 4)
        put = self.rng.choice(["", "并", "依照", "及时"])
        text = text[:place] + put + text[place + self.rng.randint(1, 3) :]
        self.clauses[at] = replace(self.clauses[at], text=text)

    def split(self):
        at = self.somewhere()
        whole = self.clauses[at]
        cut = len(whole.text) * self.rng.choice((3, 5, 7)) // 10
        self.clauses[at : at + 1] = [
            Written(whole.text[:cut] + "。", None, whole.may),
            Written(whole.text[cut:], None, whole.may),
        ]

    def join(self):
        at = self.rng.randrange(len(self.clauses) - 1)
        one, other = self.clauses[at : at + 2]
        joined = Written(one.text + other.text, None, one.may | other.may)
        self.clauses[at : at + 2] = [joined]

    def numbered(self):
        """The clauses as the text prints them: every number follows from the place."""
        numbers = [f"第{chinese(at)}条" for at in range(1, len(self.clauses) + 1)]
        return [Numbered(n, n, c.text) for n, c in zip(numbers, self.clauses, strict=True)]

    def known(self, identities):
        pairs = zip(identities, self.numbered(), strict=True)
        return [Known(i, c.number, c.path, c.text) for i, c in pairs]
