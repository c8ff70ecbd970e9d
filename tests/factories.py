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
from interpretations.founding import found_department, found_site
from interpretations.models import (
    DepartmentPage,
    Genre,
    InterpretationForm,
    InterpretationPage,
    PlanLine,
    PolicyPage,
    Topic,
)
from interpretations.releases.decide import decide, may_decide
from interpretations.releases.execute import execute
from interpretations.releases.submit import Submission, candidates, submit
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


class World:
    """A founded site with two departments and one user for each role."""

    def __init__(self):
        self.home = found_site(HomePage, "九江市政策文件库", "localhost", 80)
        self.department = found_department("zhujian", "市住房和城乡建设局", "市住建局")
        self.other_department = found_department("renshe", "市人力资源和社会保障局", "市人社局")
        mine, other = "市住房和城乡建设局起草组", "市人力资源和社会保障局起草组"
        self.drafter = UserFactory(username="drafter", groups=[mine])
        self.drafter2 = UserFactory(username="drafter2", groups=[other])
        self.leader = UserFactory(username="leader", groups=[mine, "部门负责人"])
        self.editor = UserFactory(username="editor", groups=["新闻办"])
        self.admin = UserFactory(username="admin", is_superuser=True, is_staff=True)

    @property
    def people(self):
        return [self.drafter, self.drafter2, self.leader, self.editor, self.admin]


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


def submit_set(world, policy, *, user=None, page_ids=None, scheduled_for=None):
    """Submit every member (or `page_ids`) of a draft set."""
    ids = page_ids or [page.pk for page in candidates(policy)]
    return submit(policy.pk, user or world.drafter, Submission(frozenset(ids), scheduled_for))


def approve(world, release):
    """Let leader and editor agree; the release is then waiting for its time."""
    for user in (world.leader, world.editor):
        step = may_decide(user).get(release=release)
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
