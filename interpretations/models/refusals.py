"""The domain's refusals, beside the base and what media refuses (`media.refusals`)."""

from django.utils.translation import gettext_lazy as _

from media.refusals import NOT_AS_SHOWN, FileInUse, Refusal, Unreadable, UnseenReference

__all__ = [
    "Changed",
    "FileInUse",
    "FixedShelf",
    "Frozen",
    "Incomplete",
    "NoPrivacy",
    "NotAsShown",
    "NotYours",
    "OneSite",
    "OnlyByRelease",
    "ReadersStay",
    "Refusal",
    "ReservedSlug",
    "Stale",
    "Unreadable",
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


class ReadersStay(Stale):
    """Readers cannot be taken out of the folder of an older edition: nothing is taken back."""

    code = "readers_stay"
    sentence = _(
        "公开页面所在的文件夹不能改动，读者会继续看到旧的内容，所以这次没有做成。"
        "请运维人员检查 EDITIONS_ROOT 的权限和磁盘，然后再试一次。"
    )


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


class FixedShelf(Refusal):
    """A public page that the channels stand on keeps its address and its place (P1)."""

    code = "fixed_shelf"
    sentence = _(
        "公众从首页、文件库、解读专栏和部门页找到文件：公开以后不能下线、改网址、移动、复制、删除，"
        "也不能设访问限制。名称和导语可以改；部门合并请填写「并入的部门」。"
    )


class NoPrivacy(Refusal):
    """No page and no collection is behind a login: what is not public is a draft (P1)."""

    code = "no_privacy"
    sentence = _(
        "这个网站不设访问限制：没有公开的内容公众本来就看不到。"
        "要收回已公开的内容，请从文件的编辑页送审撤回。"
    )


class OneSite(Refusal):
    """A second site would give public pages a second address (P2)."""

    code = "one_site"
    sentence = _(
        "只能有一个站点：它是默认站点，从首页开始，不能删除、换根页面或取消默认。"
        "站点名称、主机名和端口可以改；要多用一个域名，请运维人员写进 ALLOWED_HOSTS。"
    )


class ReservedSlug(Refusal):
    """The program answers at this address itself."""

    code = "reserved_slug"
    sentence = _("这个网址代号留给系统使用，请换一个。")
