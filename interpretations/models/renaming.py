"""What readers see beside releases: names of departments, topics, forms, the site itself.

Changing one raises the edition, so that no cached answer shows the old name beside the new
(docs/snapshot.md, The edition).
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.models import Page, Site

from interpretations.models.managed import ManagedPage
from interpretations.models.policy_parts import Keyword
from interpretations.models.publication import Edition
from interpretations.models.taxonomy import Genre, InterpretationForm, Topic

NAMED = (Site, Topic, Genre, InterpretationForm, Keyword)


def connect() -> None:
    """Connect the receiver; called once when the app is ready."""
    post_save.connect(_after_any_save)


def _after_any_save(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if (_is_shelf(instance) or isinstance(instance, NAMED)) and not created and not raw:
        Edition.raise_number()


def _is_shelf(instance: Any) -> bool:
    """A public page that changes without a release, also where it is handled as a plain page."""
    if not isinstance(instance, Page):
        return False
    return not issubclass(instance.specific_class or Page, ManagedPage)
