"""Pinning: what exactly a member would publish, under which address, with which digest (P3)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.models import Page, Revision

from interpretations.models import (
    Departure,
    ExemptionReason,
    PolicyPage,
    Publication,
    Release,
    ReleaseItem,
    ReleaseReference,
)
from interpretations.models.digest import digest, page_digest, public_data
from interpretations.models.kinds import ItemAction
from interpretations.models.managed import ManagedPage
from interpretations.releases.pins.candidates import Candidate
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.references import (
    Reached,
    newest_contributions,
    reached_by,
    read_again,
)
from media import disk, renditions, slices
from media.charts.draw import make_picture
from media.charts.render_client import DrawingError
from media.delivery import made_of_all
from media.fingerprint import StoredBytes, stored_bytes, unchanged
from media.models import ChartDrawing, SiteImage, SlicedPicture

UNREADABLE = (SourceImageIOError, InvalidFilterSpecError, OSError, ValueError)
# What publishing leaves alone: see Wagtail's `Page.with_content_json`.
OF_THE_PAGE = (
    "path", "depth", "numchild", "live", "draft_title", "has_unpublished_changes", "owner_id",
    "locked", "locked_by_id", "locked_at", "latest_revision_id", "latest_revision_created_at",
    "translation_key", "locale_id", "alias_of_id",
)  # fmt: skip


@dataclass
class Pinned:
    """One member as it would be published; both digests are taken before anybody cleans `shown`.

    `digest` is of what readers would see, `written` of the text as its last writer left it.
    `broken` are pictures and charts (type and number) of which readers would get nothing;
    `findings` is what completeness found, looked for once.
    """

    page: Page
    revision: Revision
    shown: ManagedPage
    slug: str
    url_path: str
    reached: list[Reached]
    digest: str
    written: str
    policy_id: int
    action: str = ItemAction.PUBLISH
    broken: frozenset[tuple[int, str]] = frozenset()
    findings: list[Finding] | None = None

    @property
    def is_document(self) -> bool:
        return self.page.pk == self.policy_id


def member_digest(shown: ManagedPage, reached: list[Reached]) -> str:
    """Return the digest of a member: its public data and the traits of its files.

    `shown` carries the address already; a file's bytes are compared separately, since
    reading them is slow and the release's instant is short.
    """
    files = [
        [target.content_type.model, target.object_id, target.fingerprint]
        for target in reached
        if target.is_file
    ]
    return digest({"page": public_data(shown), "files": sorted(files)})


def as_published(revision: Revision, slug: str, url_path: str) -> ManagedPage:
    """Return the page object that publishing this revision at this address would save."""
    return _at_address(revision.as_object(), slug, url_path)


def _at_address(shown: ManagedPage, slug: str, url_path: str) -> ManagedPage:
    shown.slug, shown.url_path = slug, url_path
    # A date written in a shell would only schedule, or take half a set away later.
    shown.go_live_at = shown.expire_at = None
    return shown


def placed(shown: ManagedPage, page: Page) -> ManagedPage:
    """Give an object that was built before the release what belongs to its page, not to its text.

    The tree may have grown meanwhile; Wagtail keeps the same columns when it builds an object.
    """
    for name in OF_THE_PAGE:
        setattr(shown, name, getattr(page, name))
    return shown


def pin(candidate: Candidate, slug: str, url_path: str) -> Pinned:
    """Read what a member would publish: its latest revision, or what is public now.

    Makes missing renditions of what is to be published.
    """
    revision = revision_of(candidate)
    built = revision.as_object()
    written = page_digest(built)
    shown = _at_address(built, slug, url_path)
    reached = reached_by(shown)
    return Pinned(
        candidate.page, revision, shown, slug, url_path, reached, member_digest(shown, reached),
        written, candidate.policy.pk, candidate.action, _broken(reached, candidate.action),
    )  # fmt: skip


def renewed(pinned: Pinned, candidate: Candidate, slug: str, url_path: str) -> Pinned | None:
    """Return a pin that was made earlier, for the page as it is now.

    None where pinning anew would come out otherwise: another text, address or file. A draft
    can be overwritten in its revision, so the text is compared and not only the number.
    """
    revision = revision_of(candidate)
    pinned_state = (pinned.revision.pk, pinned.revision.content, pinned.slug, pinned.url_path)
    is_same = pinned_state == (revision.pk, revision.content, slug, url_path)
    if not is_same or (pinned.action, pinned.policy_id) != (candidate.action, candidate.policy.pk):
        return None
    reached = read_again(pinned.reached)
    if reached != pinned.reached or not _names_what_is_there(pinned.shown):
        return None
    return replace(
        pinned,
        page=candidate.page,
        shown=placed(pinned.shown, candidate.page),
        reached=reached,
        broken=_broken(reached, candidate.action),
    )


def revision_of(candidate: Candidate) -> Revision:
    """Return what a member would publish, or what of it is public now."""
    page = candidate.page
    newest = candidate.action == ItemAction.PUBLISH or not page.live
    return page.latest_revision if newest else page.live_revision


def _broken(reached: list[Reached], action: str) -> frozenset[tuple[int, str]]:
    if action != ItemAction.PUBLISH:
        return frozenset()
    return frozenset(
        (target.content_type.pk, target.object_id)
        for target in reached
        if target.is_file and not _deliverable(target.instance)
    )


def _deliverable(instance: Any) -> bool:
    """Make the delivered sizes of a picture or chart; False where that cannot be done."""
    try:
        if isinstance(instance, SiteImage):
            renditions.make(instance)
        elif isinstance(instance, ChartDrawing):
            make_picture(instance)
        elif isinstance(instance, SlicedPicture):
            slices.cut(instance)
    except (*UNREADABLE, DrawingError) as error:
        if disk.is_full(error):
            raise  # said by whoever asked: nothing is wrong with the file
        return False
    return True


def _stored_files(pinned: Pinned) -> Iterator[tuple[Any, str, str]]:
    """Everything whose bytes belong to the pin: originals, and the sizes readers receive.

    None of what is taken off: a lost file is a reason for a withdrawal, not against it.
    """
    if pinned.action == ItemAction.REMOVE:
        return
    files = [target for target in pinned.reached if target.is_file]
    made = made_of_all(target.instance for target in files)
    for target in files:
        yield target.instance, target.object_id, target.fingerprint
        for derived in made[type(target.instance), target.instance.pk]:
            yield derived, str(derived.pk), ""


def read_files(pinned: Pinned) -> dict[str, StoredBytes]:
    """Read every pinned file; slow, so outside a transaction. Raises `OSError`."""
    files = (instance.file for instance, *_rest in _stored_files(pinned))
    return {file.name: stored_bytes(file.storage, file.name) for file in files}


def _sha256(instance: Any, seen: dict[str, StoredBytes]) -> str:
    """The hash of a file that was read beforehand, or of what stands there now."""
    file = instance.file
    stored = seen.get(file.name)
    if stored is None or not unchanged(file.storage, file.name, stored):
        stored = stored_bytes(file.storage, file.name)
    return stored.sha256


def store(
    release: Release,
    pinned: Pinned,
    position: int,
    seen: dict[str, StoredBytes],
    exemption: tuple[int, str] | None = None,
) -> ReleaseItem:
    """Write the pin and the rows that protect what it reaches.

    `exemption` is the reason and the note that a document's release asks for.
    """
    reason_id, note = exemption or (None, "")
    reason = ExemptionReason.objects.filter(pk=reason_id).first() if reason_id else None
    item = ReleaseItem.objects.create(
        release=release,
        page_id=pinned.page.pk,
        policy_id=pinned.policy_id,
        action=pinned.action,
        exemption_id=reason_id,
        exemption_words=reason.name if reason else "",
        exemption_note=note,
        revision=pinned.revision,
        position=position,
        title=pinned.shown.title,
        slug=pinned.slug,
        url_path=pinned.url_path,
        digest=pinned.digest,
    )
    removing = pinned.action == ItemAction.REMOVE
    newest = newest_contributions(pinned.reached)
    ReleaseReference.objects.bulk_create(
        ReleaseReference(
            item=item,
            content_type=target.content_type,
            object_id=target.object_id,
            fingerprint=target.fingerprint,
            last_contribution=newest[target.content_type.pk, target.object_id],
        )
        for target in pinned.reached
        if removing or not target.is_file
    )
    ReleaseReference.objects.bulk_create(
        ReleaseReference(
            item=item,
            content_type=(content_type := ContentType.objects.get_for_model(instance)),
            object_id=object_id,
            fingerprint=fingerprint,
            sha256=_sha256(instance, seen),
            last_contribution=newest[content_type.pk, object_id],
        )
        for instance, object_id, fingerprint in _stored_files(pinned)
    )
    return item


def fixed_slug(page: Page) -> str | None:
    """Return the address that a first release fixed for ever, None before it."""
    public = Publication.objects.filter(page_id=page.pk).exists()
    return page.slug if public or Departure.objects.filter(page_id=page.pk).exists() else None


def named_by(shown: Page) -> set[int]:
    """The numbers of the documents that a member names."""
    if isinstance(shown, PolicyPage):
        return {relation.target_id for relation in shown.relations.all() if relation.target_id}
    return set(shown.further_ids)


def _names_what_is_there(shown: Page) -> bool:
    """Whether the documents that a member names still exist: its text would not tell."""
    named = named_by(shown)
    return not named or Page.objects.filter(pk__in=named).count() == len(named)
