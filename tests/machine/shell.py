"""What a shell can try on any page: each of these is refused, or changes nothing public."""

import io
import random

from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction, Revision

from interpretations.models.refusals import Refusal
from tests.machine.driver import Answer, Driver, Wrong

REFUSALS = (Refusal, IntegrityError, ProtectedError)
NO_CHECK = {"skip_permission_checks": True}


def command(name: str, *args: str) -> None:
    call_command(name, *args, stdout=io.StringIO())


def sql(query: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, params)


def _save_live(driver, page, dice):
    page.live = not page.live
    page.save()


def _save_title(driver, page, dice):
    page.title = f"改过{driver.words.mint('shell')}"
    page.save()


def _bulk_update(driver, page, dice):
    page.title = f"改过{driver.words.mint('shell')}"
    type(page).objects.bulk_update([page], ["title"])


def _new_draft(driver, page, dice):
    user = driver.person(dice)
    page.title = f"改过{driver.words.mint('shell', user.pk)}"
    page.save_revision(user=user)


def _publish_new_draft(driver, page, dice):
    page.title = f"改过{driver.words.mint('shell')}"
    page.save_revision(user=driver.named("admin")).publish()


def _copy(driver, page, dice):
    attributes = {"slug": f"kopie-{driver.number()}"}
    to = Page.objects.get(pk=dice.choice(driver.departments).pk)
    CopyPageAction(
        page, to=to, keep_live=dice.random() < 0.5, recursive=True, update_attrs=attributes,
        user=driver.person(dice),
    ).execute(**NO_CHECK)  # fmt: skip


def _move(driver, page, dice):
    to = Page.objects.get(pk=dice.choice(driver.departments).pk)
    MovePageAction(page, to, pos="last-child").execute(**NO_CHECK)


TRIES = {
    "save live": _save_live,
    "save title": _save_title,
    "bulk_update": _bulk_update,
    "save_revision": _new_draft,
    "publish of a save": _publish_new_draft,
    "copy": _copy,
    "move": _move,
    "update live": lambda o, p, d: Page.objects.filter(pk=p.pk).update(live=not p.live),
    "update title": lambda o, p, d: Page.objects.filter(pk=p.pk).update(title="改过"),
    "publish": lambda o, p, d: p.latest_revision and p.latest_revision.publish(),
    "publish action": lambda o, p, d: PublishPageRevisionAction(p.latest_revision).execute(
        **NO_CHECK
    ),
    "unpublish": lambda o, p, d: UnpublishPageAction(p, include_descendants=True).execute(
        **NO_CHECK
    ),
    "delete": lambda o, p, d: p.delete(),
    "delete action": lambda o, p, d: DeletePageAction(p, user=o.named("admin")).execute(
        **NO_CHECK
    ),
    "queryset delete": lambda o, p, d: Page.objects.filter(pk=p.pk).delete(),
    "delete revisions": lambda o, p, d: Revision.objects.for_instance(p).delete(),
    "revision content": lambda o, p, d: Revision.objects.for_instance(p).update(content={}),
    "privacy": lambda o, p, d: PageViewRestriction.objects.create(
        page=p, restriction_type="login"
    ),
    "alias": lambda o, p, d: p.create_alias(
        parent=Page.objects.get(pk=d.choice(o.departments).pk), update_slug=f"a-{o.number()}"
    ),
    "SQL live": lambda o, p, d: sql(
        "UPDATE wagtailcore_page SET live = NOT live WHERE id = %s", p.pk
    ),
    "SQL title": lambda o, p, d: sql(
        "UPDATE wagtailcore_page SET title = 'x' WHERE id = %s", p.pk
    ),
    "SQL slug": lambda o, p, d: sql(
        "UPDATE wagtailcore_page SET url_path = 'x' WHERE id = %s", p.pk
    ),
    "SQL delete": lambda o, p, d: sql("DELETE FROM wagtailcore_page WHERE id = %s", p.pk),
    "SQL own table": lambda o, p, d: sql(
        f"DELETE FROM {p._meta.db_table} WHERE page_ptr_id = %s", p.pk
    ),
    "SQL release": lambda o, p, d: sql(
        "UPDATE interpretations_release SET state = 'released' WHERE policy_id = %s", p.pk
    ),
    "SQL publication": lambda o, p, d: sql(
        "DELETE FROM interpretations_publication WHERE page_id = %s", p.pk
    ),
    "SQL departure": lambda o, p, d: sql(
        "DELETE FROM interpretations_departure WHERE page_id = %s", p.pk
    ),
    "SQL ledger": lambda o, p, d: sql("DELETE FROM interpretations_ledgerentry"),
    "SQL step": lambda o, p, d: sql("UPDATE interpretations_reviewstep SET decision = 'approve'"),
    "publish_scheduled": lambda o, p, d: command("publish_scheduled"),
    "purge_revisions": lambda o, p, d: command("purge_revisions", "--days=0"),
    "fixtree": lambda o, p, d: command("fixtree", "--noinput"),
    "set_url_paths": lambda o, p, d: command("set_url_paths"),
    "remove_stale": lambda o, p, d: command("remove_stale_contenttypes", "--noinput"),
    "rebuild references": lambda o, p, d: command("rebuild_references_index"),
}  # fmt: skip


def knock(driver: Driver, page: Page, dice: random.Random) -> Answer:
    """Try one thing on a page; anything but success or a refusal is wrong."""
    name = dice.choice(sorted(TRIES))
    what = f"shell: {name} on {page.pk}"
    try:
        with transaction.atomic():
            TRIES[name](driver, page.specific, dice)
    except REFUSALS as refusal:
        ours = not isinstance(refusal, IntegrityError) or isinstance(refusal, ProtectedError)
        if not ours and "guard:" not in str(refusal) and "FOREIGN KEY" not in str(refusal).upper():
            raise Wrong(f"{what}: {refusal!r}") from refusal
        return Answer(what, False, str(refusal))
    return Answer(what, True)
