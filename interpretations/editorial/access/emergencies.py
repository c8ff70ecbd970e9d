"""Which files whoever may act in an emergency sees: those of what they would release (P7)."""

from typing import Any

from django.db.models import Q

from interpretations.models import InterpretationPage, PolicyPage
from interpretations.releases.submission.rights import may_act_in_emergency
from media.models import CaptionTrack, ChartDrawing

# Under these keys a draft names a picture, an attachment or a film by its number.
NAMING = "image|poster|document|recording"


def stands_in_what_may_go_out(user: Any, instance: Any) -> bool:
    """Tell whether a file stands in a draft that this person could release at once.

    They look at each member before they act; without its pictures they would act unseen.
    """
    if not may_act_in_emergency(user):
        return False
    by_key = isinstance(instance, (ChartDrawing, CaptionTrack))
    pattern = instance.key if by_key else rf'"({NAMING})": ?{instance.pk}[,}}]'
    in_body = Q(latest_revision__content__body__regex=pattern)
    attached = Q(latest_revision__content__attachments__regex=pattern)
    drafts = Q(live=False) | Q(has_unpublished_changes=True)
    return (
        InterpretationPage.objects.filter(drafts, in_body).exists()
        or PolicyPage.objects.filter(drafts, in_body | attached).exists()
    )
