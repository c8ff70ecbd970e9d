"""What each kind of release is called, and what its buttons say (docs/look.md, The desk)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interpretations.models.kinds import ReleaseKind

TOGETHER = _("一起公开的内容")
WHEN = _("什么时候公开")


@dataclass(frozen=True)
class Words:
    """`entry` on the set's page, `lead` above the form, `button` under it, `now` and `at` on
    the last reviewer's button, `done` once it has happened; `members` above what is in the
    release, `title` of the form where it is not the `entry`, `footer` in both editors where
    the kind comes next. `review` tells reviewers what it does, where `lead` speaks to whoever
    fills in the form; `when` asks for the time."""

    entry: Promise
    lead: Promise
    button: Promise
    now: Promise
    at: Promise
    done: Promise
    members: Promise = TOGETHER
    title: Promise | None = None
    footer: Promise | None = None
    review: Promise | None = None
    when: Promise = WHEN


_WHOLE = {
    "now": _("签发：立即与解读同时发布"),
    "at": _("签发：%s 与解读同时发布"),
    "done": _("已发布：文件和解读同时公开了。"),
}
WORDS = {
    ReleaseKind.FIRST: Words(
        entry=_("送审这组内容"),
        lead=_("没有勾选的留作草稿，可以继续修改。首次发布必须有政策文件和至少一份解读。"),
        button=_("送审这组内容"),
        review=_("文件和解读在同一时刻公开。"),
        title=_("送审"),
        footer=_("送审这组内容…"),
        **_WHOLE,
    ),
    ReleaseKind.REPEAL: Words(
        entry=_("用新文件废止它"),
        lead=_("新文件公开的同时，旧文件和它的解读都标明已废止。"),
        button=_("送审这组内容"),
        **_WHOLE,
    ),
    ReleaseKind.SUPPLEMENT: Words(
        entry=_("补充解读"),
        lead=_("给已公开的文件再加解读。文件和原有的解读不变。"),
        button=_("送审补充的解读"),
        now=_("签发：立即公开补充的解读"),
        at=_("签发：%s 公开补充的解读"),
        done=_("补充的解读已经公开。"),
        footer=_("送审补充的解读…"),
    ),
    ReleaseKind.CORRECTION: Words(
        entry=_("更正"),
        lead=_("把改好的内容换上去。更正说明会带着日期显示在页面上。"),
        button=_("送审更正"),
        now=_("签发：立即更正"),
        at=_("签发：%s 更正"),
        done=_("已更正，说明和日期显示在页面上。"),
        when=_("什么时候换上去"),
        members=_("一起换上的内容"),
        footer=_("送审更正…"),
    ),
    ReleaseKind.REMOVAL: Words(
        entry=_("撤下一份解读"),
        lead=_("撤下的解读不再显示，它的网址改为说明。至少要留下一份解读。"),
        button=_("送审撤下"),
        now=_("签发：立即撤下"),
        at=_("签发：%s 撤下"),
        done=_("已撤下，网址上显示撤下说明。"),
        when=_("什么时候撤下"),
        members=_("撤下的内容"),
    ),
    ReleaseKind.WITHDRAWAL: Words(
        entry=_("撤回整组"),
        lead=_("文件和全部解读一起撤回：列表、搜索、订阅、附件里都不再有，网址改为说明。"),
        button=_("送审撤回"),
        now=_("签发：立即撤回整组"),
        at=_("签发：%s 撤回整组"),
        done=_("已撤回：文件和解读都不再公开，网址上显示撤回说明。"),
        when=_("什么时候撤回"),
        members=_("一起撤回的内容"),
    ),
    ReleaseKind.RERELEASE: Words(
        entry=_("重新发布"),
        lead=_("撤回过的内容重新公开，网址不变。"),
        button=_("送审重新发布"),
        footer=_("送审重新发布…"),
        **_WHOLE,
    ),
    ReleaseKind.MIGRATION: Words(
        entry=_("迁移历史文件"),
        lead=_("以前公开过的文件成批公开，按原来的时间显示。没有解读的，按历史文件免于解读。"),
        button=_("送审这些历史文件"),
        now=_("签发：立即公开这些历史文件"),
        at=_("签发：%s 公开这些历史文件"),
        done=_("历史文件已经公开。"),
    ),
    ReleaseKind.TRANSFER: Words(
        entry=_("移交给别的部门"),
        lead=_("整组内容交给另一个部门管理。原来的网址自动转到新网址。"),
        button=_("送审移交"),
        now=_("签发：立即移交"),
        at=_("签发：%s 移交"),
        done=_("已移交，原来的网址转到新网址。"),
        when=_("什么时候移交"),
        members=_("一起移交的内容"),
    ),
    ReleaseKind.FEATURE: Words(
        entry=_("置顶"),
        lead=_("在解读专栏排在最前，到期自动取消。不填日期就是取消置顶。"),
        button=_("送审置顶"),
        now=_("签发：立即生效"),
        at=_("签发：%s 生效"),
        done=_("置顶已经生效。"),
        review=_("在解读专栏排在最前，到期自动取消。"),
        when=_("什么时候生效"),
        members=_("置顶的内容"),
    ),
}


def words_of(kind: str) -> Words:
    """Return the words of a kind; raises `ValueError` for a word that is none."""
    return WORDS[ReleaseKind(kind)]
