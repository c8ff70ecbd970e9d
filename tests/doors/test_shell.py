"""What a shell, a command or a script can do to pages of a release: nothing, and it says why."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from interpretations.models import PolicyPage
from interpretations.models.refusals import Refusal
from tests.doors.town import STATES, differences, public_state, tree_problems

pytestmark = pytest.mark.django_db

REFUSALS = (Refusal, IntegrityError, ProtectedError)


def sql(query, *params):
    with connection.cursor() as cursor:
        cursor.execute(query, params)


def other(town):
    return Page.objects.get(pk=town.world.other_department.pk)


def bulk_update(town, page):
    page.title = "改过"
    type(page).objects.bulk_update([page], ["title"])


def save_live(town, page):
    page.live = not page.live
    page.save()


def save_title(town, page):
    page.title = "改过"
    page.save()


def add_live_child(town, page):
    other(town).add_child(instance=PolicyPage(title="新的", live=True))


def expiring(town, page):
    revision = page.latest_revision
    Page.objects.filter(pk=page.pk).update(go_live_at=timezone.now(), expire_at=timezone.now())
    revision.approved_go_live_at = timezone.now()
    revision.save()


def alias_then_convert(town, page):
    Page.objects.filter(pk=page.pk).update(alias_of=town.policies["live"])
    ConvertAliasPageAction(Page.objects.get(pk=page.pk), user=town.world.admin).execute()


# What changes any page of a release, and would make a draft public or take it somewhere else.
SHUT_ALWAYS = {
    "save live": save_live,
    "update live": lambda t, p: Page.objects.filter(pk=p.pk).update(live=not p.live),
    "publish()": lambda t, p: p.latest_revision.publish(),
    "publish of a save": lambda t, p: p.save_revision(user=t.world.admin).publish(),
    "PublishRevisionAction": lambda t, p: PublishRevisionAction(p.latest_revision).execute(
        skip_permission_checks=True
    ),
    "PublishPageRevisionAction": lambda t, p: PublishPageRevisionAction(p.latest_revision).execute(
        skip_permission_checks=True
    ),
    "live child": add_live_child,
    "alias": lambda t, p: CreatePageAliasAction(p, parent=other(t), update_slug="a").execute(
        skip_permission_checks=True
    ),
    "create_alias()": lambda t, p: p.create_alias(parent=other(t), update_slug="a"),
    "ConvertAliasPageAction": alias_then_convert,
    "copy as public": lambda t, p: CopyPageAction(
        t.page("live"), to=other(t), update_attrs={"slug": "k"}
    ).execute(skip_permission_checks=True),
    "SQL live": lambda t, p: sql(
        "UPDATE wagtailcore_page SET live = NOT live WHERE id = %s", p.pk
    ),
    "SQL live revision": lambda t, p: sql(
        "UPDATE wagtailcore_page SET live = true, live_revision_id = NULL WHERE id = %s", p.pk
    ),
}  # fmt: skip
# What a draft may suffer, but not a public or a frozen page.
SHUT_WHEN_HELD = {
    "save title": save_title,
    "update title": lambda t, p: type(p).objects.filter(pk=p.pk).update(title="改过"),
    "update slug": lambda t, p: Page.objects.filter(pk=p.pk).update(slug="anders"),
    "bulk_update": bulk_update,
    "dates": expiring,
    "delete()": lambda t, p: p.delete(),
    "DeletePageAction": lambda t, p: DeletePageAction(p, user=t.world.admin).execute(
        skip_permission_checks=True
    ),
    "queryset.delete()": lambda t, p: Page.objects.filter(pk=p.pk).delete(),
    "specific queryset.delete()": lambda t, p: type(p).objects.filter(pk=p.pk).delete(),
    "parent.delete()": lambda t, p: p.get_parent().specific.delete(),
    "move()": lambda t, p: p.move(other(t), pos="last-child"),
    "MovePageAction": lambda t, p: MovePageAction(p, other(t), pos="last-child").execute(
        skip_permission_checks=True
    ),
    "privacy": lambda t, p: PageViewRestriction.objects.create(page=p, restriction_type="login"),
    "privacy above": lambda t, p: PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=p.get_parent(), restriction_type="login")]
    ),
    "delete revisions": lambda t, p: Revision.objects.for_instance(p).delete(),
    "revision content": lambda t, p: Revision.objects.for_instance(p).update(content={}),
    "SQL own table": lambda t, p: sql(
        f"UPDATE {p._meta.db_table} SET"
        f" {'issuers' if hasattr(p, 'issuers') else 'summary'} = 'x' WHERE page_ptr_id = %s",
        p.pk,
    ),
    "SQL title": lambda t, p: sql("UPDATE wagtailcore_page SET title='x' WHERE id = %s", p.pk),
    "SQL delete": lambda t, p: sql("DELETE FROM wagtailcore_page WHERE id = %s", p.pk),
    "SQL delete parts": lambda t, p: sql(
        f"DELETE FROM {p._meta.db_table} WHERE page_ptr_id = %s", p.pk
    ),
    "SQL privacy": lambda t, p: sql(
        "INSERT INTO wagtailcore_pageviewrestriction (page_id, restriction_type, password)"
        " VALUES (%s, 'login', '')",
        p.pk,
    ),
}  # fmt: skip
SHUT_WHEN_LIVE = {
    "unpublish()": lambda t, p: p.unpublish(),
    "UnpublishAction": lambda t, p: UnpublishAction(p).execute(skip_permission_checks=True),
    "UnpublishPageAction": lambda t, p: UnpublishPageAction(
        p, include_descendants=True
    ).execute(skip_permission_checks=True),
    "unpublish parent": lambda t, p: p.get_parent().specific.unpublish(),
    "slug of the parent": lambda t, p: Page.objects.filter(pk=p.get_parent().pk).update(slug="x"),
    "move the department": lambda t, p: t.world.department.move(t.world.home, pos="last-child"),
}  # fmt: skip
SHUT_WHEN_FROZEN = {
    "save_revision()": lambda t, p: p.save_revision(user=t.world.admin),
    "RevertToPageRevisionAction": lambda t, p: RevertToPageRevisionAction(
        p, revision=p.latest_revision, user=t.world.admin
    ).execute(skip_permission_checks=True),
}


def refused(town, before, attempt, page):
    """Run an attempt; say what is wrong with how it ended, if anything."""
    try:
        with transaction.atomic():
            attempt(town, page)
        ending = "was not refused"
    except REFUSALS as refusal:
        trigger = isinstance(refusal, IntegrityError) and not isinstance(refusal, ProtectedError)
        ending = f"other error: {refusal}" if trigger and "guard:" not in str(refusal) else ""
    return ending, differences(before, public_state(town)), tree_problems()


@pytest.mark.parametrize("kind", ["policy", "interpretation"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SHUT_ALWAYS)
def test_refuses_to_make_public_or_private(town, before, name, state, kind):
    assert refused(town, before, SHUT_ALWAYS[name], town.page(state, kind)) == ("", {}, [])


@pytest.mark.parametrize("kind", ["policy", "interpretation"])
@pytest.mark.parametrize("state", ["live", "frozen"])
@pytest.mark.parametrize("name", SHUT_WHEN_HELD)
def test_refuses_to_change_what_a_release_holds(town, before, name, state, kind):
    assert refused(town, before, SHUT_WHEN_HELD[name], town.page(state, kind)) == ("", {}, [])


@pytest.mark.parametrize("name", SHUT_WHEN_LIVE)
def test_refuses_to_take_away_what_is_public(town, before, name):
    assert refused(town, before, SHUT_WHEN_LIVE[name], town.page("live")) == ("", {}, [])


@pytest.mark.parametrize("kind", ["policy", "interpretation"])
@pytest.mark.parametrize("name", SHUT_WHEN_FROZEN)
def test_refuses_a_new_draft_while_frozen(town, before, name, kind):
    page = town.page("frozen", kind)

    assert refused(town, before, SHUT_WHEN_FROZEN[name], page) == ("", {}, [])


@pytest.mark.parametrize("kind", ["policy", "interpretation"])
@pytest.mark.parametrize("state", STATES)
def test_a_translation_of_a_page_changes_nothing_public(town, before, state, kind):
    locale = Locale.objects.create(language_code="en")
    action = CopyPageForTranslationAction(
        town.page(state, kind), locale, copy_parents=True, alias=True
    )

    with pytest.raises(REFUSALS), transaction.atomic():
        action.execute(skip_permission_checks=True)

    assert differences(before, public_state(town)) == {}


@pytest.mark.parametrize("state", STATES)
def test_a_copy_is_a_draft_with_a_name_of_its_own(town, before, state):
    copy = CopyPageAction(
        town.page(state), to=other(town), keep_live=False, recursive=True,
        update_attrs={"slug": "kopie"}, user=town.world.admin,
    ).execute(skip_permission_checks=True)  # fmt: skip

    assert not copy.live
    assert differences(before, public_state(town)) == {}


COMMANDS = {
    "publish_scheduled": [],
    "publish_scheduled_pages": [],
    "purge_revisions": ["--days=0"],
    "fixtree": ["--noinput"],
    "fixtree full": ["--noinput", "--full"],
    "set_url_paths": [],
    "wagtail_update_image_renditions": [],
    "wagtail_update_image_renditions purge": ["--purge-only"],
    "rebuild_references_index": [],
    "remove_stale_contenttypes": ["--noinput", "--include-stale-apps"],
    "remove_orphaned_tags": [],
    "deduplicate_tags": [],
    "create_log_entries_from_revisions": [],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_moves_nothing_of_a_release(town, before, name):
    assert refused(town, before, lambda t, p: call_command(name.split()[0], *COMMANDS[name]), None)[
        1:
    ] == ({}, [])


def test_moving_pages_by_command_is_refused(town, before):
    source, target = str(town.world.department.pk), str(town.world.other_department.pk)

    def move(town, page):
        call_command("move_pages", source, target)

    assert refused(town, before, move, None) == ("", {}, [])


@pytest.mark.parametrize("state", ["live", "frozen"])
@pytest.mark.parametrize("kind", ["images", "documents"])
def test_refuses_to_delete_a_file_of_a_release(town, before, kind, state):
    file = getattr(town, kind)[state]

    assert refused(town, before, lambda t, p: file.delete(), None) == ("", {}, [])
    assert refused(
        town, before, lambda t, p: type(file).objects.filter(pk=file.pk).delete(), None
    ) == ("", {}, [])


@pytest.mark.parametrize("state", ["live", "frozen"])
@pytest.mark.parametrize("kind", ["images", "documents"])
def test_refuses_to_rename_a_file_of_a_release(town, before, kind, state):
    file = getattr(town, kind)[state]

    def update(town, page):
        type(file).objects.filter(pk=file.pk).update(title="改过")

    assert refused(town, before, update, None) == ("", {}, [])


LEDGER = {
    "UPDATE interpretations_ledgerentry SET why = 'x'",
    "DELETE FROM interpretations_ledgerentry",
    "DELETE FROM interpretations_release",
    "UPDATE interpretations_release SET state = 'released'",
    "UPDATE interpretations_release SET seal = 'x'",
    "UPDATE interpretations_releaseitem SET digest = 'x'",
    "DELETE FROM interpretations_releaseitem",
    "DELETE FROM interpretations_releasereference",
    "UPDATE interpretations_reviewstep SET label = 'x'",
    "DELETE FROM interpretations_reviewstep",
    "DELETE FROM interpretations_publication",
    "UPDATE interpretations_publication SET role = 'policy'",
    "DELETE FROM interpretations_contribution",
    "UPDATE interpretations_contribution SET user_name = 'x'",
    "UPDATE interpretations_edition SET number = 1",
    "DELETE FROM media_releasedfile",
    "DELETE FROM media_frozenfile",
    "UPDATE media_frozenfile SET object_id = 0",
    "DELETE FROM accounts_user",
    "DELETE FROM media_rendition",
    "DELETE FROM interpretations_policyattachment",
    "UPDATE interpretations_policyattachment SET title = 'x'",
    "UPDATE wagtailcore_site SET root_page_id = 1",
    "DELETE FROM wagtailcore_site",
}


@pytest.mark.parametrize("query", sorted(LEDGER))
def test_refuses_sql_on_what_is_written_for_ever(town, before, query):
    assert refused(town, before, lambda t, p: sql(query), None) == ("", {}, [])
