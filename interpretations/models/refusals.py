"""The domain's refusals, beside the base and what media refuses (`media.refusals`)."""

from django.utils.translation import gettext_lazy as _

from media.refusals import NOT_AS_SHOWN, FileInUse, Refusal, UnseenReference

__all__ = [
    "Changed",
    "FileInUse",
    "Frozen",
    "Incomplete",
    "NotAsShown",
    "NotYours",
    "OnlyByRelease",
    "Refusal",
    "Stale",
    "UnseenReference",
]


class Frozen(Refusal):
    """The page or file belongs to a set under review (P3)."""

    code = "frozen"
    sentence = _("这组内容正在审核，暂时不能修改。要改，请先请审核人退回。")


class OnlyByRelease(Refusal):
    """What the public sees changes only inside a release (P2)."""

    code = "only_by_release"
    sentence = _("已公开的内容只能随发布单改变。请从文件的编辑页送审。")


class Incomplete(Refusal):
    """The set lacks something that it needs (P1)."""

    code = "incomplete"
    sentence = _("这组内容还不完整。")


class Stale(Refusal):
    """Somebody else was quicker, or the form is old."""

    code = "stale"
    sentence = _("这一步已经处理过了。请看最新状态。")


class NotAsShown(Stale):
    """What a form would act on is not what it showed (P3)."""

    code = NOT_AS_SHOWN
    sentence = _("您打开页面以后，内容变了。没有做成，请看清现在的内容再按一次。")


class NotYours(Refusal):
    """The person may not take this step (P4)."""

    code = "not_yours"
    sentence = _("这一步不由您处理。")


class Changed(Refusal):
    """What would be published is not what was approved (P3)."""

    code = "changed"
    sentence = _("内容与送审时不一致，不能发布。请退回后重新送审。")
