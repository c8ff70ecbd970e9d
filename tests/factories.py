"""Factories: a valid object in one line; a released set in another."""

import datetime
import io
import itertools

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Collection
from wagtail.rich_text import RichText

from accounts.models import User
from home.models import HomePage
from interpretations.models import (
    DepartmentPage,
    ExemptionReason,
    Genre,
    InterpretationForm,
    InterpretationPage,
    PlanLine,
    PolicyPage,
    ReviewStep,
    Topic,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide
from interpretations.releases.review.deciders import deciders
from interpretations.releases.review.sample import note_reading, sample_left
from interpretations.releases.submission.migrate import submit_migration
from interpretations.releases.submission.submit import Submission, candidates, submit
from interpretations.setup.site import setup_department, setup_site
from media.models import SiteDocument, SiteImage

PASSWORD = "mima-for-tests"
_serial = itertools.count(1)


class UserFactory(factory.django.DjangoModelFactory):
    """A person; `groups` by name."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"张{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@example.org")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.set([Group.objects.get(name=name) for name in extracted])


MINE, OTHER = "市住房和城乡建设局", "市人力资源和社会保障局"
# Who works here: name -> groups.
STAFF = {
    "drafter": [f"{MINE}起草组"],
    "drafter2": [f"{OTHER}起草组"],
    "leader": [f"{MINE}起草组", "部门负责人"],
    "leader2": [f"{OTHER}起草组", "部门负责人"],
    "editor": ["新闻办"],
    "duty": ["值班负责人"],
}


def setup_world():
    """Found a site with two departments and one user for each role; return its front page."""
    home = setup_site(HomePage, "九江市政策文件库", "localhost", 80)
    setup_department("zhujian", MINE, "市住建局")
    setup_department("renshe", OTHER, "市人社局")
    for name, groups in STAFF.items():
        UserFactory(username=name, groups=groups)
    UserFactory(username="admin", is_superuser=True, is_staff=True)
    return home


class World:
    """The founded site, its departments and its people, as the database has them now.

    Tests find it founded; a benchmark's empty database is founded here.
    """

    def __init__(self):
        self.home = HomePage.objects.first() or setup_world()
        departments = {page.slug: page for page in DepartmentPage.objects.all()}
        self.department, self.other_department = departments["zhujian"], departments["renshe"]
        people = {user.username: user for user in User.objects.all()}
        self.drafter, self.drafter2 = people["drafter"], people["drafter2"]
        self.leader, self.leader2 = people["leader"], people["leader2"]
        self.editor, self.duty, self.admin = people["editor"], people["duty"], people["admin"]

    @property
    def people(self):
        return [self.drafter, self.drafter2, self.leader, self.editor, self.admin]

    @property
    def reviewers(self):
        return [self.leader, self.leader2, self.editor]


def make_policy(world, *, user=None, department: DepartmentPage | None = None, **fields):
    """A draft document that lacks nothing; `fields` override what it holds."""
    number = next(_serial)
    values = {
        "title": f"关于第{number}项便民措施的通知",
        "doc_number": f"九府办发〔2026〕{number}号",
        "issuers": "九江市人民政府办公室",
        "topic": Topic.objects.get(name="城乡建设、环境保护"),
        "genre": Genre.objects.get(slug="tongzhi"),
        "date_written": datetime.date(2026, 11, 2),
        "date_effective": datetime.date(2026, 11, 9),
        "body": [("text", RichText(f"<p>第一条　这是第{number}项便民措施。</p>"))],
        "plan_outline": "背景、要点、群众最可能问什么。",
        **fields,
    }
    page = PolicyPage(**values)
    if not page.plan_lines.all():
        page.plan_lines = [PlanLine(form=InterpretationForm.objects.get(slug="jiedu"))]
    (department or world.department).add_child(instance=page)
    page.save_revision(user=user or world.drafter)
    return page


def make_interpretation(policy, user, **fields):
    """A draft interpretation of `policy` that lacks nothing."""
    number = next(_serial)
    values = {
        "title": f"便民措施{number}：办事少跑腿",
        "form": InterpretationForm.objects.get(slug="jiedu"),
        "summary": f"第{number}项：一次办好。",
        "interpreter": "市住建局办公室",
        "key_points": f"<p>要点{number}：材料减半，时限减半。</p>",
        "contact": "市住建局　0792-8123456",
        **fields,
    }
    page = InterpretationPage(**values)
    policy.add_child(instance=page)
    page.save_revision(user=user)
    return page


def make_set(world, *, interpretations=1, user=None, **fields):
    """A draft document with draft interpretations."""
    policy = make_policy(world, user=user, **fields)
    for _ in range(interpretations):
        make_interpretation(policy, user or world.drafter)
    return policy


def make_set_showing(world, *blocks):
    """A draft document whose only interpretation has this body."""
    policy = make_policy(world)
    make_interpretation(policy, world.drafter, body=list(blocks))
    return policy


def submit_set(world, policy, *, user=None, page_ids=None, scheduled_for=None):
    """Submit every member (or `page_ids`) of a draft set."""
    ids = page_ids or [page.pk for page in candidates(policy)]
    return submit(policy.pk, user or world.drafter, Submission(frozenset(ids), scheduled_for))


def submit_kind(world, policy, kind, *, user=None, page_ids=None, **submission):
    """Submit a release of this kind: every page that it could name, or `page_ids`."""
    policies = [policy, *PolicyPage.objects.filter(pk__in=submission.get("further", ()))]
    everything = [page.pk for document in policies for page in candidates(fresh(document), kind)]
    ids = everything if page_ids is None else page_ids
    submission.setdefault("note", f"公开说明：{kind}")
    return submit(
        policy.pk, user or world.drafter, Submission(frozenset(ids), kind=kind, **submission)
    )


def approve(world, release):
    """Let every reviewer agree in turn; the release is then waiting for its time."""
    while step := ReviewStep.objects.current().filter(release=release).first():
        free = deciders(release)
        user = next(reviewer for reviewer in world.reviewers if reviewer in free)
        for item in sample_left(release, user):
            note_reading(item, user)
        decide(step.pk, user, "approve", "同意")
    release.refresh_from_db()
    return release


def approved_set(world, **kwargs):
    """A set that only waits for its time, which is now."""
    scheduled_for = kwargs.pop("scheduled_for", None)
    return approve(world, submit_set(world, make_set(world, **kwargs), scheduled_for=scheduled_for))


def released_set(world, **kwargs):
    """A public set; returns its release."""
    return execute(approved_set(world, **kwargs).pk)


def fresh(page):
    """The page as the database has it now."""
    return type(page).objects.get(pk=page.pk)


def interpretations_of(policy):
    """The interpretations below a document, in the order of the tree."""
    return list(InterpretationPage.objects.child_of(policy).order_by("path"))


def edit(page, user, **fields):
    """Save a new draft of a page with these fields; return the page as its draft stands."""
    draft = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=user)
    return draft


def release_kind(world, policy, kind, **submission):
    """Submit, approve and execute a release of this kind."""
    return execute(approve(world, submit_kind(world, policy, kind, **submission)).pk)


def supplement(world, policy, **fields):
    """Write one more interpretation of a public document, and release it."""
    page = make_interpretation(fresh(policy), world.drafter, **fields)
    return release_kind(world, policy, ReleaseKind.SUPPLEMENT, page_ids=[page.pk])


def correct(world, page, note="改正一处文字。", **fields):
    """Release a new text of a public page."""
    edit(page, world.drafter, **(fields or {"title": f"{page.title}（更正）"}))
    policy = page if isinstance(page, PolicyPage) else page.policy
    return release_kind(world, policy, ReleaseKind.CORRECTION, page_ids=[page.pk], note=note)


def take_off(world, page, note="内容过时。"):
    """Remove one interpretation; another one stays."""
    kind = ReleaseKind.REMOVAL
    return release_kind(world, page.policy, kind, page_ids=[page.pk], note=note)


def withdraw(world, policy, note="依据有误，整组撤回。"):
    """Withdraw the whole set."""
    return release_kind(world, policy, ReleaseKind.WITHDRAWAL, note=note)


def rerelease(world, policy, **submission):
    """Bring a withdrawn set before the public again."""
    return release_kind(world, policy, ReleaseKind.RERELEASE, **submission)


def hand_over(world, policy, department=None):
    """Pass a set to another department."""
    target = (department or world.other_department).pk
    return release_kind(world, policy, ReleaseKind.TRANSFER, target_department=target)


def feature(world, policy, until):
    """Put a set first in the column until a day; `None` takes that away."""
    return release_kind(world, policy, ReleaseKind.FEATURE, feature_until=until)


def history(world, *, interpretations=0, **fields):
    """A draft set that was public elsewhere before."""
    past = datetime.datetime(2017, 6, 11, 9, tzinfo=datetime.UTC)
    values = {"formerly_published_at": past, "plan_outline": "", **fields}
    return make_set(world, interpretations=interpretations, **values)


def migrate(world, policies):
    """Release what was public before this site as one list."""
    release = submit_migration([policy.pk for policy in policies], world.drafter)
    return execute(approve(world, release).pk)


def exempt_set(world, reason="renshi", note="", **fields):
    """A public document without interpretation, exempt with this reason."""
    policy = make_policy(world, **fields)
    asked = {policy.pk: (ExemptionReason.objects.get(slug=reason).pk, note)}
    return release_kind(world, policy, ReleaseKind.FIRST, exemptions=asked).policy


def make_image(world, *, title="示意图", color="#0d5b6e", size=(1200, 800), user=None):
    """A stored picture in the department's collection."""
    data = io.BytesIO()
    Image.new("RGB", size, color).save(data, "PNG")
    name = f"tu{next(_serial)}.png"
    return SiteImage.objects.create(
        title=title,
        file=ImageFile(io.BytesIO(data.getvalue()), name=name),
        width=size[0],
        height=size[1],
        collection=Collection.objects.get(name=world.department.title),
        uploaded_by_user=user or world.drafter,
    )


def make_document(world, *, title="申请表", content=b"%PDF-1.4 test", name=None, user=None):
    """A stored attachment in the department's collection."""
    return SiteDocument.objects.create(
        title=title,
        file=ContentFile(content, name=name or f"申请表{next(_serial)}.pdf"),
        collection=Collection.objects.get(name=world.department.title),
        uploaded_by_user=user or world.drafter,
    )
