"""The domain's own exception: one clear sentence for the person who was stopped.

Never a `PermissionDenied`: Wagtail's admin swallows that one (docs/doors.md, point 8).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Something was refused; `str()` is the sentence to show, `code` names the rule."""

    code = "refused"
    sentence: str | Promise = _("不能这样做。")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class Frozen(Refusal):
    """The page or file belongs to a set under review (P3)."""

    code = "frozen"
    sentence = _("这组内容正在审核，暂时不能修改。要改，请先请审核人退回。")


class OnlyByRelease(Refusal):
    """What the public sees changes only inside a release (P2)."""

    code = "only_by_release"
    sentence = _("已公开的内容只能随发布单改变。请从文件的编辑页送审。")


class FileInUse(Refusal):
    """The file is part of a frozen or public set (P3)."""

    code = "file_in_use"
    sentence = _("这个文件正被审核中或已公开的内容使用，不能替换或删除。请上传一个新文件。")


class Incomplete(Refusal):
    """The set lacks something that it needs (P1)."""

    code = "incomplete"
    sentence = _("这组内容还不完整。")


class Stale(Refusal):
    """Somebody else was quicker, or the form is old."""

    code = "stale"
    sentence = _("这一步已经处理过了。请看最新状态。")


class NotYours(Refusal):
    """The person may not take this step (P4)."""

    code = "not_yours"
    sentence = _("这一步不由您处理。")


class Changed(Refusal):
    """What would be published is not what was approved (P3)."""

    code = "changed"
    sentence = _("内容与送审时不一致，不能发布。请退回后重新送审。")
