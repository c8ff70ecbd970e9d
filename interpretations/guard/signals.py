"""The layer of the guard that sees what Python saves, deletes or moves, one by one.

Connected without sender filter: code that we did not write counts as well. `update()` and
`bulk_create()` send no signal: they meet the triggers.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext as _
from wagtail.models import (
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    WorkflowPage,
)
from wagtail.signals import pre_page_move

from interpretations.models.guard import gate, places, rules
from interpretations.models.managed import ManagedPage
from interpretations.models.refusals import NoPrivacy, OnlyByRelease, Refusal

FREE = rules.DRAFT_COLUMNS | rules.LOCK_COLUMNS


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    pre_save.connect(_before_any_save)
    pre_delete.connect(_before_any_delete)
    pre_page_move.connect(_before_move)


def _before_any_save(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if isinstance(instance, ManagedPage):
        _before_managed_save(instance, kwargs.get("update_fields"))
    elif isinstance(instance, Page):
        _before_shelf_save(instance)
    elif isinstance(instance, Revision):
        _before_revision_save(instance)
    elif isinstance(instance, (PageViewRestriction, CollectionViewRestriction)):
        raise NoPrivacy
    elif isinstance(instance, WorkflowPage):
        rules.refuse_tree_change(instance.page)
    elif isinstance(instance, Site):
        places.refuse_site_save(instance)


def _before_managed_save(page: ManagedPage, update_fields: Any) -> None:
    """Live pages take draft bookkeeping only; frozen pages nothing (docs/doors.md, Signals)."""
    if gate.is_open(page.pk or 0):
        return
    if page.pk is None:
        places.refuse_reserved_slug(page, None)
        if page.live or page.alias_of_id:
            raise OnlyByRelease
        return
    rules.refuse_if_frozen(page.pk)
    stored = Page.objects.filter(pk=page.pk).values("live", "slug", "alias_of_id").first()
    if stored is None:
        return
    if page.live != stored["live"] or page.alias_of_id != stored["alias_of_id"]:
        raise OnlyByRelease
    if page.slug != stored["slug"]:
        places.refuse_reserved_slug(page, stored["slug"])
        rules.refuse_new_address(page)
    if stored["live"] and not (update_fields is not None and set(update_fields) <= FREE):
        raise OnlyByRelease


def _before_shelf_save(page: Page) -> None:
    """Shelves keep address and life; no date ends one, now or later."""
    stored = Page.objects.filter(pk=page.pk).values(*places.FIXED).first() if page.pk else None
    places.refuse_reserved_slug(page, stored["slug"] if stored else None)
    if stored is None:
        places.refuse_another(page)
        return
    if any(stored[name] != getattr(page, name) for name in ("live", "slug")):
        rules.refuse_tree_change(page)
    if stored["slug"] != page.slug:
        rules.refuse_new_address(page)
    places.refuse_shelf_save(page, stored)
    if page.expire_at or page.go_live_at:
        raise Refusal(rules.NO_DATES)


def _before_revision_save(revision: Revision) -> None:
    """A revision that a release names is evidence (P3, P8); none of a page waits for a date."""
    if revision.approved_go_live_at and revision.base_content_type.model_class() is Page:
        raise Refusal(rules.NO_DATES)
    if not revision.pk:
        return
    if not revision.release_items.exists():
        return
    stored = Revision.objects.get(pk=revision.pk)
    if (stored.content, stored.created_at) != (revision.content, revision.created_at):
        raise Refusal(_("这个修订已写进发布单，不能改动。"))


def _before_any_delete(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ManagedPage):
        if not gate.is_open(instance.pk):
            rules.refuse_page_removal(instance)
    elif isinstance(instance, get_user_model()):
        raise Refusal(_("用户只能停用，不能删除：台账里的名字要能找到人。"))
    elif isinstance(instance, Page):
        rules.refuse_page_removal(instance)
        places.refuse_shelf_change(instance)
    elif isinstance(instance, Site):
        places.refuse_site_removal(instance)
    elif isinstance(instance, Group):
        rules.refuse_group_removal(instance)
    else:
        _refuse_pinned(instance)


def _refuse_pinned(instance: Any) -> None:
    """Refuse to delete what a pinned revision of an open or executed release reaches."""
    if isinstance(instance, Revision):
        if instance.release_items.exists():
            raise Refusal(_("这个修订已写进发布单，不能删除。"))
        return
    if instance._meta.label not in rules.PINNED_MODELS:
        return
    content_type = apps.get_model("contenttypes", "ContentType").objects.get_for_model(instance)
    reference = apps.get_model("interpretations", "ReleaseReference")
    pinned = reference.objects.filter(content_type=content_type, object_id=str(instance.pk))
    if pinned.exclude(item__release__state="returned").exists():
        raise Refusal(_("审核中或已公开的内容正在使用它，不能删除。"))


def _before_move(instance: Page, **kwargs: Any) -> None:
    """Comes before any write of a move; only a transfer moves what was released."""
    if gate.is_open(instance.pk):
        return
    rules.refuse_tree_change(instance)
    rules.refuse_new_address(instance)
    places.refuse_shelf_change(instance)
