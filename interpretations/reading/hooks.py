"""The reading side's hooks, one line each."""

from typing import Any

from wagtail import hooks

from interpretations.reading import links


# After Wagtail's own, which it replaces.
@hooks.register("register_rich_text_features", order=100)
def links_to_public_things_only(features: Any) -> None:
    links.register(features)
