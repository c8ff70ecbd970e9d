"""Writing: documents and interpretations, new and changed, through the editor's own forms."""

import random

from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield

from interpretations.models import InterpretationForm, InterpretationPage, PolicyPage
from tests.doors.forms import interpretation_form, policy_form
from tests.doors.tries import AUTOSAVE
from tests.factories import make_interpretation, make_policy
from tests.machine.driver import Answer, Driver

PAGES = "wagtailadmin_pages:"
FORMERLY = "2019-05-06 10:00"


def policy_data(driver: Driver, user, department: Page, dice: random.Random, **extra) -> dict:
    """A document that lacks nothing; every text holds a word of its own."""

    def word(place: str) -> str:
        return driver.words.mint(place, user.pk, department.pk)

    text = f"<p>第一条　{word('body')}。</p>"
    return policy_form(
        title=f"关于{word('title')}的通知",
        doc_number=f"九府办发〔2026〕{driver.number()}号",
        body=streamfield([("text", rich_text(text))]),
        plan_outline=f"提纲{word('plan')}",
        responsible_editor=word("editor"),
        **extra,
    )


def new_policy(driver: Driver, user, department: Page, dice: random.Random, **extra):
    """Post the form of a new document; return the page, None where it was refused."""
    extra.setdefault("plan_lines", _one_line())
    if "attachments" not in extra and dice.random() < 0.4:
        paper = driver.paper(user, department)
        line = {"title": f"附件{driver.words.mint('file', user.pk, department.pk)}"}
        extra["attachments"] = inline_formset([line | {"document": paper.pk}])
    args = ["interpretations", "policypage", department.pk]
    data = policy_data(driver, user, department, dice, **extra)
    return _added(driver, user, PolicyPage, reverse(f"{PAGES}add", args=args), data)


def _one_line() -> dict:
    """A plan of one interpretation; who speaks is nothing for readers."""
    jiedu = InterpretationForm.objects.get(slug="jiedu").pk
    return inline_formset([{"form": jiedu, "speaker": "局长"}])


def interpretation_data(driver: Driver, user, department: Page, **extra) -> dict:
    def word(place: str) -> str:
        return driver.words.mint(place, user.pk, department.pk)

    return interpretation_form(
        title=f"{word('title')}：办事少跑腿",
        summary=f"一次办好{word('summary')}。",
        key_points=rich_text(f"<p>要点{word('body')}</p>"),
        **extra,
    )


def new_interpretation(driver: Driver, user, policy: PolicyPage, dice: random.Random, further=()):
    """Post the form of a new interpretation; return the page, None where it was refused."""
    department = driver.department(policy)
    extra = {"further_policies": inline_formset([{"policy": pk} for pk in further])}
    if dice.random() < 0.4:
        picture = driver.picture(user, department)
        alt = f"流程{driver.words.mint('body', user.pk, department.pk)}"
        block = {"image": str(picture.pk), "alt": alt, "caption": "", "credit": ""}
        extra["body"] = streamfield([("picture", block)])
    args = ["interpretations", "interpretationpage", policy.pk]
    data = interpretation_data(driver, user, department, **extra)
    return _added(driver, user, InterpretationPage, reverse(f"{PAGES}add", args=args), data)


def _added(driver: Driver, user, model, url: str, data: dict):
    before = set(model.objects.values_list("pk", flat=True))
    driver.post(user, url, data, f"{user.username} adds {model.__name__}")
    return model.objects.exclude(pk__in=before).order_by("pk").first()


def change(driver: Driver, user, page: Page, dice: random.Random) -> Answer:
    """Save other words over a page, by the button or by autosave."""
    department = driver.department(page)
    url = reverse(f"{PAGES}edit", args=[page.pk])
    if isinstance(page, PolicyPage):
        draft = page.get_latest_revision_as_object()
        extra = {"external": "on", "source_url": draft.source_url} if draft.external else {}
        if not draft.plan_lines.all():
            extra["plan_lines"] = _one_line()
        formerly = draft.formerly_published_at and FORMERLY
        extra["formerly_published_at"] = formerly or ""
        data = policy_data(driver, user, department, dice, **extra)
        if draft.external:
            data |= _no_body()
    else:
        data = interpretation_data(driver, user, department)
    headers = AUTOSAVE if dice.random() < 0.3 else {}
    if dice.random() < 0.3 and page.latest_revision_id:
        data["overwrite_revision_id"] = str(page.latest_revision_id)
    how = "autosaves" if headers else "edits"
    return driver.post(user, url, data, f"{user.username} {how} {page.pk}", **headers)


def _no_body() -> dict:
    return {"body-count": "0"}


def new_set(driver: Driver, user, department: Page, dice: random.Random, **extra):
    """A document with one interpretation, or two; None where one of them was refused."""
    policy = new_policy(driver, user, department, dice, **extra)
    count = 2 if dice.random() < 0.3 else 1
    if policy and all([new_interpretation(driver, user, policy, dice) for _ in range(count)]):
        return policy
    return None


def stored_set(driver: Driver, user, department: Page) -> PolicyPage:
    """The same without anybody's browser, for the beginning of a town."""

    def word(place: str) -> str:
        return driver.words.mint(place, user.pk, department.pk)

    policy = make_policy(
        driver.world,
        user=user,
        department=department,
        title=f"关于{word('title')}的通知",
        doc_number=f"九府办发〔2026〕{driver.number()}号",
        body=[("text", RichText(f"<p>第一条　{word('body')}。</p>"))],
        plan_outline=f"提纲{word('plan')}",
    )
    make_interpretation(
        policy,
        user,
        title=f"{word('title')}：办事少跑腿",
        summary=f"一次办好{word('summary')}。",
        key_points=f"<p>要点{word('body')}</p>",
    )
    return policy
