"""The address of a page: proposed at submission, pinned, then fixed for ever."""

from django.db.models import Value
from django.db.models.functions import Concat, Substr
from wagtail.models import Page, Revision

from interpretations.models import FormerAddress, InterpretationForm
from interpretations.models.slugs import MAX_LENGTH, RESERVED, ascii_slug, number_slug
from interpretations.releases.pins.pin import fixed_slug


def propose_slug(page: Page, revision: Revision, taken: set[str]) -> str:
    """Return the slug of a member: the fixed one, else from its number, form or title.

    `taken` are the slugs that its siblings in the same release have just been given.
    """
    if fixed := fixed_slug(page):
        return fixed
    # What is stored is enough, and building the page takes long for a list of hundreds.
    stored = revision.content
    number = number_slug(stored.get("doc_number") or "")
    form = InterpretationForm.objects.filter(pk=stored.get("form")).first()
    slug = number or (form.slug if form else "")
    return _free(slug or ascii_slug(stored["title"]), page, taken)


def _free(wished: str, page: Page, taken: set[str]) -> str:
    """Add a number where a sibling has the slug already, or is about to."""
    similar = page.get_siblings(inclusive=False).filter(slug__startswith=_stem(wished))
    siblings = set(similar.values_list("slug", flat=True))
    return free_slug(wished, page, page.get_parent(), siblings | taken)


def free_slug(wished: str, page: Page, parent: Page, taken: set[str]) -> str:
    """Return the wished slug, numbered where a sibling has it, or another page once had it."""
    former = FormerAddress.objects.filter(url_path__startswith=parent.url_path)
    former_paths = former.exclude(page=page.pk).values_list("url_path", flat=True)
    prefix_length = len(parent.url_path)
    # What once stood deeper came and went with the page above it.
    former_slugs = {path[prefix_length:].strip("/") for path in former_paths}
    taken = taken | RESERVED | {slug for slug in former_slugs if "/" not in slug}
    candidate, number = wished[:MAX_LENGTH], 1
    while candidate in taken:
        number += 1
        candidate = f"{_stem(wished)}-{number}"
    return candidate


def _stem(wished: str) -> str:
    """What every numbered form of a slug begins with."""
    return wished[: MAX_LENGTH - 4]


def reserve(page: Page, slug: str, url_path: str) -> None:
    """Write the address of a draft, so that no sibling can take it meanwhile."""
    Page.objects.filter(pk=page.pk, live=False).update(slug=slug, url_path=url_path)
    if page.url_path != url_path:
        # What is left out of the release stands below the new address all the same.
        pages_below = Page.objects.descendant_of(page).filter(url_path__startswith=page.url_path)
        pages_below.update(
            url_path=Concat(Value(url_path), Substr("url_path", len(page.url_path) + 1))
        )
