"""Chinese search beside Wagtail's own database backend: recall, query time, cost of one set.

Makes a database of its own and drops it again: a file for SQLite, a database on the server that
`DATABASE_URL` names for PostgreSQL.
"""

import random
import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import count
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from modelsearch import index
from modelsearch.backends.database import SearchBackend
from modelsearch.conf import get_app_config

from benchmarks.command import Benchmark, Sizes, main
from benchmarks.harness import empty_database, timed
from benchmarks.rows import Report, Row
from search.index import Entry, find, put

PEER = "wagtail"
TOP = 200
ROUNDS = 3
# The subject of a document, the words that its readers look for, and the department in charge.
SUBJECTS = (
    ("保障农民工工资支付", ("农民工", "工资", "拖欠", "工资支付"), "人力资源和社会保障局"),
    ("个人所得税专项附加扣除", ("个税", "扣除", "税", "所得税"), "税务局"),
    ("人才公寓建设和管理", ("人才", "公寓", "住房", "人才公寓"), "住房和城乡建设局"),
    ("义务教育优质均衡发展", ("教育", "学校", "义务教育", "均衡"), "教育局"),
    ("优化营商环境", ("营商环境", "企业", "审批", "营商"), "发展和改革委员会"),
    ("长江岸线生态修复", ("长江", "生态", "岸线", "修复"), "生态环境局"),
    ("城乡居民基本医疗保险", ("医保", "医疗", "保险", "居民医疗"), "医疗保障局"),
    ("政府信息公开", ("信息公开", "公开", "政务公开", "解读"), "政务服务局"),
    ("高标准农田建设", ("农田", "粮食", "高标准农田", "耕地"), "农业农村局"),
    ("5G网络和AI产业发展", ("5G", "AI", "产业", "网络"), "工业和信息化局"),
    ("老旧小区改造", ("小区", "改造", "旧改", "老旧小区"), "城市管理局"),
    ("养老服务体系建设", ("养老", "老年人", "护理", "养老服务"), "民政局"),
)
SHORT_FORMS = {"发改委": 4, "住建局": 2, "人社局": 0}
FORMS = ("实施方案", "管理办法", "若干措施", "实施细则", "行动计划")
SENTENCES = (
    "各县（市、区）人民政府要高度重视{word}工作，加强组织领导，压实工作责任。",
    "到2025年，{subject}取得明显成效，群众满意度持续提升。",
    "统筹推进{word}、{other}、就业等民生实事，及时向社会公布进展情况。",
    "由{department}牵头，市财政局配合，建立{word}联席会议制度。",
    "对落实{subject}不力的单位，按照有关规定予以通报。",
    "本办法由{department}负责解释，自公布之日起施行，有效期五年。",
)
FILLERS = (
    "坚持以人民为中心的发展思想，按照高质量发展要求，结合我市实际，制定本措施。",
    "各有关部门要按照职责分工，密切配合，形成工作合力。",
    "加强宣传引导，总结推广好经验好做法，营造良好氛围。",
)


class Document(index.Indexed, models.Model):
    """The same page for the peer, as a Wagtail site would have it."""

    title = models.TextField()
    body = models.TextField()

    search_fields = [index.SearchField("title", boost=2), index.SearchField("body")]

    class Meta:
        app_label = "search"


def pages(set_id: int) -> list[Entry]:
    """One set, made from its number: a document and its interpretation."""
    chance = random.Random(set_id)
    subject, words, department = SUBJECTS[set_id % len(SUBJECTS)]
    form, year = chance.choice(FORMS), 2005 + set_id % 20
    name = f"《九江市{subject}{form}》"
    titles = (f"九江市人民政府办公室关于印发{name}的通知", f"{name}政策解读")
    made = []
    for kind, title in zip(("policy", "interpretation"), titles, strict=True):
        paragraphs = chance.choices(SENTENCES, k=10) + chance.choices(FILLERS, k=20)
        body = (
            "\n".join(paragraphs).replace("{subject}", subject).replace("{department}", department)
        )
        body = body.replace("{word}", chance.choice(words)).replace("{other}", chance.choice(words))
        number = f"九府办发〔{year}〕{set_id}号"
        page_id = set_id * 2 + (kind == "interpretation")
        made.append(Entry(page_id, set_id, kind, title, number, f"{number}\n{body}"))
    return made


def documents(entries: Sequence[Entry]) -> list[Document]:
    """The peer's rows of these pages."""
    return [Document(pk=entry.page_id, title=entry.title, body=entry.body) for entry in entries]


def put_peer(backend: object, entries: Sequence[Entry]) -> None:
    """Index pages as Wagtail does; their rows are written beforehand, unmeasured."""
    backend.get_index_for_model(Document).add_items(Document, documents(entries))


def find_peer(backend: object, query: str) -> list[int]:
    """The pages that Wagtail finds, without their texts."""
    return [document.pk for document in backend.search(query, Document.objects.only("pk"))[:TOP]]


def fill(backend: object, first: int, last: int) -> None:
    """Give both sides the sets from `first` to before `last`."""
    for start in range(first, last, 250):
        entries = [
            page for number in range(start, min(start + 250, last)) for page in pages(number)
        ]
        Document.objects.bulk_create(documents(entries))
        with transaction.atomic():
            put(entries)
            put_peer(backend, entries)


class Size(NamedTuple):
    """Numbers of sets, and how many of the queries are left out with the most of them:
    the peer takes seconds for one where there are many pages."""

    few: int
    some: int
    many: int
    step: int


def rows(size: Size) -> Iterator[Row]:
    peer = f"{PEER} database backend, {connection.vendor}"
    yield Row(f"recall/{PEER}", "rate", peer)
    for sets in (size.few, size.many):
        yield Row(f"query-all-{sets}/{PEER}", "ms", peer)
        yield Row(f"query-answered-{sets}/{PEER}", "ms", peer)
        yield Row(f"index-one-{sets}/{PEER}", "ms", peer)


def measure_recall(report: Report, backend: object, sets: int) -> None:
    """The part of the sets about a subject that its words find, among the first 200."""
    queries = [(word, at) for at, (_, words, _) in enumerate(SUBJECTS) for word in words]
    queries += [(subject, at) for at, (subject, _, _) in enumerate(SUBJECTS)]
    queries += list(SHORT_FORMS.items())
    own, peer = [], []
    for query, at in queries:
        wanted = {number for number in range(1, sets + 1) if number % len(SUBJECTS) == at}
        own.append(len(wanted & {hit.set_id for hit in find(query, TOP)}) / len(wanted))
        peer.append(len(wanted & {pk // 2 for pk in find_peer(backend, query)}) / len(wanted))
    report.row(f"recall/{PEER}", statistics.mean(own), statistics.mean(peer), n=len(queries))


def measure_queries(report: Report, backend: object, sets: int, step: int) -> None:
    """Median time of a query: of all, and of those that the peer answers at all."""
    queries = [word for _, words, _ in SUBJECTS for word in words][::step]
    queries += ["通知", "农民工 工资", "九江市人民政府办公室", "就业"]
    queries.append(f"九府办发〔2010〕{sets // 2}号")
    answered = [query for query in queries if find_peer(backend, query)]
    own: dict[str, list[float]] = {query: [] for query in queries}
    peer: dict[str, list[float]] = {query: [] for query in queries}
    for query in queries * (ROUNDS if step == 1 else 1):
        own[query].append(timed(partial(find, query, TOP)))
        peer[query].append(timed(partial(find_peer, backend, query)))
    for name, chosen in (("all", queries), ("answered", answered)):
        medians = (
            statistics.mean(statistics.median(side[q]) for q in chosen) for side in (own, peer)
        )
        asked = sum(len(own[query]) for query in chosen)
        report.row(f"query-{name}-{sets}/{PEER}", *medians, n=asked)


def measure_one_set(
    report: Report, backend: object, sets: int, rounds: int, numbers: Iterator[int]
) -> None:
    """Time to index one more set beside those that are there."""
    # To the end of the transaction: full text is written when it commits.
    put_in_own, put_in_peer = (
        transaction.atomic(put),
        transaction.atomic(partial(put_peer, backend)),
    )
    own, peer = [], []
    for number in (next(numbers) for _ in range(rounds)):
        entries = pages(number)
        own.append(timed(partial(put_in_own, entries)))
        peer.append(timed(partial(put_in_peer, entries)))
    report.compare(f"index-one-{sets}/{PEER}", own, peer)


def make_tables() -> None:
    """Make the tables of both sides, and no others."""
    executor = MigrationExecutor(connection)
    labels = {"search", "contenttypes", get_app_config().label}
    executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in labels])
    with connection.schema_editor() as editor:
        editor.create_model(Document)
    ContentType.objects.get_for_model(Document)
    # Done when Django starts, for the models that were there: this one came later.
    get_app_config().get_model("IndexEntry").add_generic_relations()


def measure(report: Report, size: Size) -> None:
    """Measure with few sets, then with many."""
    numbers = count(10_000_000)
    with empty_database("search"):
        make_tables()
        backend = SearchBackend({})
        fill(backend, 1, size.few + 1)
        measure_queries(report, backend, size.few, 1)
        measure_one_set(report, backend, size.few, 20, numbers)
        fill(backend, size.few + 1, size.some + 1)
        measure_recall(report, backend, size.some)
        fill(backend, size.some + 1, size.many + 1)
        measure_queries(report, backend, size.many, size.step)
        measure_one_set(report, backend, size.many, 20, numbers)


SIZES = Sizes(
    full=Size(100, 600, 10_000, 9), quick=Size(100, 600, 1_000, 1), smallest=Size(24, 36, 48, 9)
)
BENCHMARK = Benchmark(__doc__, SIZES, rows, measure)

if __name__ == "__main__":
    main(BENCHMARK)
