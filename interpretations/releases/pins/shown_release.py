"""What a page showed of a release: step, state and time; a form on it acts on nothing else (P3)."""

from datetime import UTC, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interpretations.models import Release, ReviewStep
from interpretations.models.digest import digest
from interpretations.models.refusals import NotAsShown


def number_of_release(release: Release) -> str:
    """Return the number of what the page of a release says and its buttons would do now."""
    step = ReviewStep.objects.current().filter(release=release).first()
    moment = release.due_at or release.goes_out_at
    return digest(
        {
            "seal": release.seal,
            "state": [release.state, release.emergency, step and step.pk],
            "times": [_utc(release.scheduled_for), _utc(release.due_at)],
            # Once its time has passed, what would have waited goes out at once.
            "waits": bool(moment and moment > timezone.now()),
            "stopped": [_utc(release.failed_at), _utc(release.held_at)],
        }
    )


def refuse_other_state(release: Release, shown: str | None) -> None:
    """Raise `NotAsShown` where the release is not what the form showed; None comes from code."""
    if shown is not None and shown != number_of_release(release):
        raise NotAsShown(
            _("您打开页面以后，这张发布单变了：现在%(state)s，%(time)s。没有做成，请看清再按一次。")
            % {"state": release.get_state_display(), "time": _time_of(release)}
        )


def _time_of(release: Release) -> str:
    moment = release.released_at or release.due_at or release.goes_out_at
    if moment is None:
        return _("审完就发")
    return _("生效时间 %s") % date_format(timezone.localtime(moment), _("Y年n月j日 H:i"))


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None
