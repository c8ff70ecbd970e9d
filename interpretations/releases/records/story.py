"""The ledger of a set as a story: who did what, one plain sentence a line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interpretations.models import LedgerEntry, PolicyPage, Release
from interpretations.models.kind_rules import kinds_where
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.records.ledger import lines_of

Event = LedgerEntry.Event
Members = list[dict[str, Any]]


@dataclass(frozen=True)
class Line:
    """One line of the story; `why` is the reason that was given, or what readers were told."""

    at: datetime
    sentence: str
    why: str
    who: str
    release_id: int | None
    hash: str


# What a release of each kind does to its set, as a part of the sentences below.
ACTS = {
    ReleaseKind.FIRST: gettext_lazy("首次发布《%(title)s》"),
    ReleaseKind.REPEAL: gettext_lazy("发布《%(title)s》并废止旧文件"),
    ReleaseKind.SUPPLEMENT: gettext_lazy("给《%(title)s》补充解读"),
    ReleaseKind.CORRECTION: gettext_lazy("更正《%(title)s》"),
    ReleaseKind.REMOVAL: gettext_lazy("撤下《%(title)s》的解读"),
    ReleaseKind.WITHDRAWAL: gettext_lazy("撤回《%(title)s》"),
    ReleaseKind.RERELEASE: gettext_lazy("重新发布《%(title)s》"),
    ReleaseKind.MIGRATION: gettext_lazy("迁移历史文件《%(title)s》"),
    ReleaseKind.TRANSFER: gettext_lazy("把《%(title)s》移交给%(target)s"),
    ReleaseKind.FEATURE: gettext_lazy("把《%(title)s》置顶到%(until)s"),
}
FEATURING = kinds_where("features")
UNFEATURE = gettext_lazy("取消《%(title)s》的置顶")
UNKNOWN_ACT = gettext_lazy("发布《%(title)s》")

SENTENCES = {
    Event.SUBMITTED: gettext_lazy("%(who)s把《%(title)s》送审：%(kind)s。"),
    Event.APPROVED: gettext_lazy("%(who)s在「%(step)s」同意%(act)s。"),
    Event.RETURNED: gettext_lazy("%(who)s退回送审，没有同意%(act)s。"),
    Event.TAKEN_BACK: gettext_lazy("%(who)s取回送审：%(act)s。"),
    Event.RELEASED: gettext_lazy("已%(act)s。"),
    Event.FAILED: gettext_lazy("未能%(act)s。"),
    Event.HELD: gettext_lazy("逾期未发，等人确认：%(act)s。"),
    Event.RESUMED: gettext_lazy("%(who)s确认继续：%(act)s。"),
    Event.RESCHEDULED: gettext_lazy("%(who)s定了《%(title)s》（%(kind)s）的生效时间：%(time)s。"),
    Event.EMERGENCY: gettext_lazy("%(who)s紧急处置，不等审核就%(act)s。"),
    Event.OBJECTED: gettext_lazy("%(who)s事后审核，不同意%(act)s。"),
    Event.SETTLED: gettext_lazy("%(who)s了结事后审核：%(act)s。"),
    Event.JOINED: gettext_lazy("%(who)s请%(departments)s一起起草《%(title)s》。"),
}
NOT_JOINED = gettext_lazy("%(who)s收回《%(title)s》，不再和别的部门一起起草。")
# Where the line also tells what was in the release.
WITH_MEMBERS = {
    Event.SUBMITTED: gettext_lazy("%(who)s把《%(title)s》送审：%(kind)s，%(members)s。"),
    Event.RELEASED: gettext_lazy("已%(act)s：%(members)s。"),
}


def story_of(policy: PolicyPage) -> Iterator[Line]:
    """Tell everything that happened to a set, oldest first."""
    for entry in lines_of(policy):
        yield _line(entry, policy)


def story_of_release(release: Release) -> Iterator[Line]:
    """Tell everything that happened to one release, oldest first, as its own document's story."""
    for entry in release.ledger.order_by("pk"):
        yield _line(entry, release.policy)


def _line(entry: LedgerEntry, policy: PolicyPage) -> Line:
    note = entry.data.get("public_note") if entry.event in WITH_MEMBERS else ""
    return Line(
        at=entry.at,
        sentence=_sentence(entry, policy),
        why=entry.why or (_("公开说明：%s") % note if note else ""),
        who=entry.who,
        release_id=entry.release_id,
        hash=entry.hash,
    )


def _sentence(entry: LedgerEntry, policy: PolicyPage) -> str:
    data = entry.data
    all_members = data.get("members", [])
    members = [member for member in all_members if member["policy"] == policy.pk]
    words = {
        "who": entry.who or _("系统"),
        "title": _title(entry, members, policy),
        "kind": _kind(data),
        "step": data.get("step", ""),
        "time": told_time(data),
        "departments": "、".join(data.get("departments", [])),
        "members": "" if data.get("kind") in FEATURING else _contents(members, all_members),
    }
    words["act"] = _act(data, words["title"])
    sentences = WITH_MEMBERS if words["members"] else {}
    if entry.event == Event.JOINED and not words["departments"]:
        return NOT_JOINED % words
    event = Event(entry.event)
    return (sentences.get(event) or SENTENCES[event]) % words


def _title(entry: LedgerEntry, members: Members, policy: PolicyPage) -> str:
    """The title at that time; a list of sets bears the title of another set than this one."""
    own_titles = [member["title"] for member in members if member["page"] == policy.pk]
    if own_titles or entry.policy_id != policy.pk:
        return own_titles[0] if own_titles else policy.title
    return entry.data.get("title", policy.title)


def _kind(data: dict[str, Any]) -> str:
    kind = data.get("kind", "")
    return str(ReleaseKind(kind).label) if kind in ReleaseKind.values else kind


def _act(data: dict[str, Any], title: str) -> str:
    kind, until = data.get("kind", ""), data.get("feature_until", "")
    act = UNFEATURE if kind in FEATURING and not until else ACTS.get(kind, UNKNOWN_ACT)
    day = date_format(date.fromisoformat(until), _("Y年n月j日")) if until else ""
    return act % {"title": title, "target": data.get("target_department", ""), "until": day}


def told_time(data: dict[str, Any]) -> str:
    """When a release was to go out from then on, as a line tells it."""
    if told := data.get("scheduled_for"):
        moment = timezone.localtime(datetime.fromisoformat(told))
        return date_format(moment, _("Y年n月j日 H:i"))
    return _("立即") if data.get("due_at") else _("审完就发")


def _contents(members: Members, all_members: Members) -> str:
    """Say what of this set is in the release, and how many sets go with it.

    Interpretations that go or come without their document are named: which one is the news.
    """
    document = next((member for member in members if member["page"] == member["policy"]), None)
    contents = _whole(document, len(members) - 1) if document else _named(members)
    other_sets = len({member["policy"] for member in all_members}) - 1
    if contents and other_sets > 0:
        contents = ngettext(
            "%(told)s，同批另有%(count)d组", "%(told)s，同批另有%(count)d组", other_sets
        ) % {
            "told": contents,
            "count": other_sets,
        }
    return contents


def _named(members: Members) -> str:
    return "、".join(_("《%s》") % member["title"] for member in members)


def _whole(document: dict[str, Any], count: int) -> str:
    """The document, and how many interpretations with it."""
    if not count:
        return _document(document)
    return _("%s和%s") % (_document(document), ngettext("%d份解读", "%d份解读", count) % count)


def _document(document: dict[str, Any]) -> str:
    if reason := document.get("exemption"):
        return _("文件（免于解读：%s）") % reason
    return _("文件")
