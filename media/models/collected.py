"""What lies in a collection keeps it: nothing that was uploaded goes with its collection."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, CollectionMember
from wagtail.models.media import get_root_collection_id


class Collected(CollectionMember):
    """Wagtail lets a collection take its members with it; here it stays while it holds any."""

    collection = models.ForeignKey(
        Collection,
        default=get_root_collection_id,
        verbose_name=_("集合"),
        related_name="+",
        on_delete=models.PROTECT,
    )

    class Meta:
        abstract = True
