"""Pinning: what exactly a member would publish, under which address, with which digest (P3)."""

from dataclasses import dataclass

from wagtail.models import Page, Revision

from interpretations.models import Publication, Release, ReleaseItem, ReleaseReference
from interpretations.models.digest import digest, public_data
from interpretations.models.managed import ManagedPage
from interpretations.releases.references import Reached, reached_by
from media import renditions
from media.models import SiteImage


@dataclass
class Pinned:
    """One member as it would be published; `digest` is taken before anybody cleans `shown`."""

    page: Page
    revision: Revision
    shown: ManagedPage
    slug: str
    url_path: str
    reached: list[Reached]
    digest: str


def member_digest(shown: ManagedPage, reached: list[Reached]) -> str:
    """Return the digest of a member: its public data and the traits of its files.

    `shown` carries the address already; a file's bytes are compared separately, since
    reading them is slow and the release's instant is short.
    """
    files = [[r.content_type.model, r.object_id, r.fingerprint] for r in reached if r.is_file]
    return digest({"page": public_data(shown), "files": sorted(files)})


def as_published(revision: Revision, slug: str, url_path: str) -> ManagedPage:
    """Return the page object that publishing this revision at this address would save."""
    shown = revision.as_object()
    shown.slug, shown.url_path = slug, url_path
    # A date written in a shell would only schedule, or take half a set away later.
    shown.go_live_at = shown.expire_at = None
    return shown


def pin(page: Page, slug: str, parent_path: str) -> Pinned:
    """Read what the latest revision of a page would publish; makes missing renditions."""
    revision = page.latest_revision
    url_path = f"{parent_path}{slug}/"
    shown = as_published(revision, slug, url_path)
    reached = reached_by(shown)
    for one in reached:
        if isinstance(one.instance, SiteImage):
            renditions.make(one.instance)
    return Pinned(page, revision, shown, slug, url_path, reached, member_digest(shown, reached))


def store(release: Release, pinned: Pinned, position: int) -> ReleaseItem:
    """Write the pin and the rows that protect what it reaches."""
    item = ReleaseItem.objects.create(
        release=release,
        page_id=pinned.page.pk,
        revision=pinned.revision,
        position=position,
        title=pinned.shown.title,
        slug=pinned.slug,
        url_path=pinned.url_path,
        digest=pinned.digest,
    )
    ReleaseReference.objects.bulk_create(
        ReleaseReference(
            item=item,
            content_type=one.content_type,
            object_id=one.object_id,
            fingerprint=one.fingerprint,
            sha256=one.read_bytes().sha256 if one.is_file else "",
        )
        for one in pinned.reached
    )
    return item


def live_slug(page: Page) -> str | None:
    """Return the address that a first release fixed for ever, None before it."""
    if Publication.objects.filter(page_id=page.pk).exists():
        return page.slug
    return None
