"""What a drafter reads about a recording: how far it is, how long it takes, what to do."""

import math

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.models import Recording

TELLING_AFTER = 3  # per cent; before that the time that is left would be a guess
PROBLEMS = {
    "unreadable": gettext_lazy("文件打不开，可能已损坏。请换一份再上传。"),
    "nothing_in_it": gettext_lazy("文件里没有画面，也没有声音。请检查原文件。"),
    "no_duration": gettext_lazy("看不出有多长，可能没有录完。请重新导出再上传。"),
    "too_long": gettext_lazy("时间太长。请剪短，或分成几段上传。"),
    "absurd_size": gettext_lazy("画面尺寸不合适。请导出为常用的尺寸再上传。"),
    "not_made": gettext_lazy("没有处理成功。可以重试；还不行，请用原软件导出为 MP4 再上传。"),
    "took_too_long": gettext_lazy("处理时间太长，已经停止。请剪短，或分成几段上传。"),
    "no_room": gettext_lazy("服务器空间不足，暂时没有处理成功。请联系管理员，之后会自动再处理。"),
    "out_of_reach": gettext_lazy("现在读不到上传的文件。请联系管理员，之后会自动再处理。"),
    "gave_up": gettext_lazy("几次都没有处理成功。可以重试；还不行，请联系管理员。"),
}


def seconds_left(recording: Recording) -> float | None:
    """Estimate from what is done; None before anything can be said."""
    if recording.state != Recording.State.WORKING or recording.started_at is None:
        return None
    if recording.progress < TELLING_AFTER:
        return None
    elapsed = (timezone.now() - recording.started_at).total_seconds()
    return elapsed / recording.progress * (100 - recording.progress)


def state_of(recording: Recording) -> str:
    """One sentence on how far a recording is, and what to do where it failed."""
    if recording.state == Recording.State.READY:
        return _("可以使用。")
    is_held_up = recording.state == Recording.State.WORKING and recording.problem
    if is_held_up or recording.state == Recording.State.FAILED:
        return str(PROBLEMS.get(recording.problem, PROBLEMS["not_made"]))
    seconds = seconds_left(recording)
    if seconds is None:
        return _("正在排队处理。")
    message = _("正在处理，已完成 %(done)d%%，大约还要 %(minutes)d 分钟。")
    return message % {"done": recording.progress, "minutes": max(1, math.ceil(seconds / 60))}
