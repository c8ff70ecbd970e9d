"""What a person newly names in a page must be what that person may see (P7).

Naming is what makes others' files readable and freezes them, so it is asked at every save.
"""

from collections import defaultdict
from collections.abc import Set
from typing import Any

from django.db.models import Model
from wagtail import hooks
from wagtail.models import Page, ReferenceIndex

from interpretations.models.refusals import UnseenReference

# Functions `(user, targets) -> targets` of the desk: those that this person may not see.
UNSEEN_HOOK = "unseen_references"
# Number of the content type and key of the row, as Wagtail's reference index writes them.
Target = tuple[int, str]


def target_of(model: Any, key: Any) -> Target:
    """Return the target of a model or its row with this key."""
    return ReferenceIndex._get_base_content_type(model).pk, str(key)


def references_of(instance: Model) -> dict[Target, set[str]]:
    """Return whatever an object names, in blocks, rich text and relations, with its fields."""
    fields = defaultdict(set)
    for type_id, key, path, _content_path in ReferenceIndex._extract_references_from_object(
        instance
    ):
        fields[type_id, key].add(path.partition(".")[0])
    return dict(fields)


def named_before(page: Page) -> set[Target]:
    """Return what the public page and its latest draft name already, whoever wrote them.

    A page without contributions was not written here: what a copy brings along is new.
    """
    stored: Any = Page.objects.filter(pk=page.pk).specific().first() if page.pk else None
    if stored is None:
        return set()
    targets = set(references_of(stored)) if stored.live else set()
    if stored.latest_revision and stored.contributions.exists():
        targets |= set(references_of(stored.latest_revision.as_object()))
    return targets


def unseen(user: Any, targets: set[Target]) -> set[Target]:
    """Return what this person may not see of it; what does not exist nobody sees."""
    return {target for ask in hooks.get_hooks(UNSEEN_HOOK) for target in ask(user, targets)}


def newly_unseen(user: Any, page: Page, targets: set[Target]) -> set[Target]:
    """Return what would come into the page by this person without being seen by them.

    Code that saves for nobody is trusted.
    """
    if user is None:
        return set()
    hidden = unseen(user, targets)
    return hidden - named_before(page) if hidden else hidden


def refuse_unseen(user: Any, page: Page, granted: Set[Target] = frozenset()) -> None:
    """Raise `UnseenReference` for a draft that names what its writer may not see.

    `granted` is not asked: an earlier draft named it, or it came in the file of this text.
    """
    if newly_unseen(user, page, references_of(page).keys() - granted):
        raise UnseenReference
