"""The people of the town and what they have before them: who asks, and which page is meant."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.signals import got_request_exception
from django.test import Client
from wagtail.models import Collection, Page, Task, Workflow, WorkflowTask

from accounts.models import User
from interpretations.models import DepartmentPage, InterpretationPage, PolicyPage, ReviewChain
from interpretations.setup.site import setup_department, setup_lists, setup_review
from media.models import SiteDocument, SiteImage
from tests.doors.objects import png
from tests.factories import UserFactory, World
from tests.machine.clock import Clock
from tests.machine.words import Words
from tests.support.forms import DeskClient

LEADERS, NEWS, DUTY = "部门负责人", "新闻办", "值班负责人"
DEPARTMENTS = (
    ("zhujian", "市住房和城乡建设局"),
    ("renshe", "市人力资源和社会保障局"),
    ("jiaoyu", "市教育局"),
)
# Person -> groups; "0" to "2" are the drafters of a department.
PEOPLE = {
    "drafter": ("0",),
    "drafter2": ("1",),
    "leader": ("0", LEADERS),
    "editor": (NEWS,),
    "colleague": ("0",),
    "drafter3": ("2",),
    "leader2": ("1", LEADERS),
    "leader3": ("2", LEADERS),
    "editor2": (NEWS,),
    "deputy": ("0",),
    "duty": (DUTY,),
    "everybody": ("0", "1", LEADERS, NEWS),
}


class Wrong(AssertionError):
    """A promise is broken, or somebody was shown an error page."""


@dataclass
class Answer:
    """How a step ended: taken, or refused, and the message."""

    what: str
    accepted: bool
    message: str = ""


@dataclass
class Driver:
    """One example's town; every pick follows from the dice that the rule was given."""

    clock: Clock
    words: Words = field(default_factory=Words)
    serial: int = 0
    clients: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)
    # What else is looked at in each answer that a person gets: (user, text) -> None.
    look: Callable[[User, str], None] | None = None

    def set_up(self) -> None:
        self.world = World()
        self.departments = [setup_department(slug, name) for slug, name in DEPARTMENTS]
        known = {user.username: user for user in User.objects.all()}
        for name in PEOPLE:
            if name not in known:
                UserFactory(username=name)
        self.workflow = Workflow.objects.create(name="旧流程")
        self.task = Task.objects.create(name="旧任务")
        WorkflowTask.objects.create(workflow=self.workflow, task=self.task)
        self.groups = {group.name: group for group in Group.objects.all()}
        self.group = self.groups[NEWS]
        self.staff()

    def staff(self) -> None:
        """The personnel office puts everybody back where they belong, lists and chains too."""
        for name, keys in PEOPLE.items():
            user = User.objects.get(username=name)
            names = [self._group_name(key) for key in keys]
            user.groups.set([self.groups[group] for group in names])
            User.objects.filter(pk=user.pk).update(is_active=True)
        User.objects.filter(username="admin").update(is_active=True, is_superuser=True)
        setup_lists()
        if not ReviewChain.objects.filter(kind="first", emergency=False, active=True).exists():
            ReviewChain.objects.all().delete()
        setup_review()

    def _group_name(self, key: str) -> str:
        return f"{DEPARTMENTS[int(key)][1]}起草组" if key.isdigit() else key

    # Who

    def person(self, dice: random.Random) -> User:
        return dice.choice(list(User.objects.order_by("pk")))

    def visitor(self, page: Page, dice: random.Random) -> User:
        """Anybody; often somebody who may do much here, for strangers get no further than 404."""
        fate = dice.random()
        if fate < 0.4:
            return self.person(dice)
        return self.drafter_of(self.department(page), dice) if fate < 0.75 else self.named("admin")

    def named(self, name: str) -> User:
        return User.objects.get(username=name)

    def drafter_of(self, department: Page, dice: random.Random) -> User:
        """Somebody who may write here; now and then one who reviews as well (P4)."""
        index = [item.pk for item in self.departments].index(department.pk)
        names = [name for name, keys in PEOPLE.items() if str(index) in keys]
        plain = [name for name in names if len(PEOPLE[name]) == 1]
        return self.named(dice.choice(names if dice.random() < 0.3 else plain))

    def client(self, user: User | None) -> Client:
        if user is None:
            return Client(raise_request_exception=False)
        known = self.clients.get(user.pk)
        if known is None or self.clock.moment - known[1] > self.clock.moment.resolution * 8e11:
            client = DeskClient(raise_request_exception=False)
            client.force_login(user)
            known = self.clients[user.pk] = (client, self.clock.moment)
        return known[0]

    # What

    def policies(self, **which) -> list[PolicyPage]:
        return list(PolicyPage.objects.filter(**which).order_by("pk"))

    def pages(self) -> list[Page]:
        models = (PolicyPage, InterpretationPage)
        pages = [page for model in models for page in model.objects.order_by("pk")]
        return sorted(pages, key=lambda page: page.pk)

    def page(self, dice: random.Random) -> Page | None:
        pages = self.pages()
        return dice.choice(pages) if pages else None

    def department(self, page: Page) -> DepartmentPage:
        return DepartmentPage.objects.ancestor_of(page).get()

    def number(self) -> int:
        self.serial += 1
        return self.serial

    def paper(self, user: User, department: Page) -> SiteDocument:
        """A new attachment, its name and title words of their own."""
        word = self.words.mint("file", user.pk, department.pk)
        return SiteDocument.objects.create(
            title=f"申请表{word}",
            file=ContentFile(b"%PDF-1.4 " + word.encode(), name=f"{word}.pdf"),
            collection=Collection.objects.get(name=department.title),
            uploaded_by_user=user,
        )

    def picture(self, user: User, department: Page) -> SiteImage:
        word = self.words.mint("file", user.pk, department.pk)
        data = png(f"#{self.number() * 4099 % 0xFFFFFF:06x}")
        return SiteImage.objects.create(
            title=f"图{word}",
            file=ImageFile(data, name=f"{word}.png"),
            width=40,
            height=40,
            collection=Collection.objects.get(name=department.title),
            uploaded_by_user=user,
        )

    # Asking

    def note_exception(self, sender, request=None, **kwargs) -> None:
        self.errors.append(f"{request.method} {request.get_full_path()}")

    def watch(self):
        got_request_exception.connect(self.note_exception, weak=False)

    def leave(self):
        got_request_exception.disconnect(self.note_exception)

    def ask(self, user: User | None, send, what: str) -> Answer:
        """Send a request; an error page is wrong whoever asked."""
        response = send(self.client(user))
        if response.status_code >= 500 or self.errors:
            raise Wrong(f"{what}: {response.status_code} {self.errors} {_traceback(response)}")
        self.last = response
        if user is not None and self.look is not None and not response.streaming:
            self.look(user, response.content.decode(errors="replace"))
        refused = [str(m) for m in _messages(response) if m.level_tag in ("error", "warning")]
        accepted = response.status_code in (200, 302) and not refused
        return Answer(what, accepted, f"{response.status_code} {' '.join(refused)}".strip())

    def post(self, user: User, url: str, data: dict, what: str, **headers: str) -> Answer:
        """Post a form of ours: taken when it leads on; the same page again is a refusal."""
        answer = self.ask(user, lambda client: client.post(url, data, headers=headers), what)
        json = headers.get("accept") == "application/json"
        answer.accepted &= self.last.status_code == (200 if json else 302)
        return answer


def _messages(response):
    """What this answer says, without what was left unread from those before."""
    request = getattr(response, "wsgi_request", None)
    return get_messages(request)._queued_messages if request is not None else ()


def _traceback(response) -> str:
    info = getattr(response, "exc_info", None)
    return repr(info[1]) if info else ""
