"""The reading side's hooks, one line each."""

from typing import Any

from wagtail import hooks

from interpretations.reading import links
from interpretations.releases.deciders import steps_in_hands
from media.freeze import kind_of
from media.models import FrozenFile
from media.serving import READERS_HOOK


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=100)
def links_to_public_things_only(features: Any) -> None:
    links.register(features)


@hooks.register(READERS_HOOK)
def reviewers_see_what_they_review(user: Any, instance: Any) -> bool:
    """A reviewer has no right on the department's files, but must see those of the set."""
    steps = steps_in_hands(user)
    frozen = FrozenFile.objects.filter(kind=kind_of(instance), object_id=instance.pk)
    return frozen.filter(release_id__in=steps.values("release")).exists()
