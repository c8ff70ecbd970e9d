"""What is refused to a person, said in one clear sentence: the base, and what media refuses.

Never a `PermissionDenied`: Wagtail's admin swallows that one (docs/doors.md, point 8).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FULL_DISK = _("服务器磁盘已满，没有保存。请联系管理员腾出空间，再试一次。")
# Code of a form's error too: what stands there now is not what the form showed.
NOT_AS_SHOWN = "not_as_shown"


class Refusal(Exception):
    """Something was refused; `str()` is the sentence to show, `code` names the rule."""

    code = "refused"
    sentence: str | Promise = _("不能这样做。")

    def __init__(self, sentence: str | Promise | None = None) -> None:
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.args[0])


class FileInUse(Refusal):
    """The file is part of a frozen or public set (P3)."""

    code = "file_in_use"
    sentence = _(
        "这个文件正被审核中或已公开的内容使用，不能替换、删除或移到别的集合。请上传一个新文件。"
    )


class UnseenReference(Refusal):
    """The writer names what that person may not see, or what does not exist (P7)."""

    code = "unseen_reference"
    sentence = _("引用的页面、图片、附件或影音不存在，或者您看不到，没有保存。请换一个。")


class Unreadable(Refusal):
    """A form came that no page of ours sends: a part is missing, or is not what it should be."""

    code = "unreadable"
    sentence = _("表单没有传完整，什么都没有保存。请刷新页面后再试。")
