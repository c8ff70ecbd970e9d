"""What a form showed, carried by the form itself: a verb acts on that and on nothing else (P3).

A form of the desk carries a number for every member that it listed. The verb compares them under
its lock; what somebody has written, added or taken away since then is told and nothing is done.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from interpretations.models.digest import digest, page_digest
from interpretations.models.refusals import NotAsShown
from interpretations.releases.pins.candidates import Candidate
from interpretations.releases.pins.pin import Pinned, revision_of
from interpretations.releases.pins.references import Reached, reached_by

MEMBER = re.compile(r"\b([0-9]{1,18})/([0-9]{1,18}):([0-9a-f]{64})\b")
UNDER_WAY = re.compile(r"\brelease:([0-9]{1,18})\b")
UNSAVED = "0" * 64  # of a page that was never saved


@dataclass(frozen=True)
class Shown:
    """What a form showed: (document, page) -> number of the member; releases under way, by id."""

    members: dict[tuple[int, int], str] = field(default_factory=dict)
    under_way: frozenset[int] = frozenset()

    @classmethod
    def read(cls, text: str) -> "Shown":
        """Read what a form sent back; of anything else nothing was shown."""
        members = {(int(m[1]), int(m[2])): m[3] for m in MEMBER.finditer(text)}
        return cls(members, frozenset(int(m[1]) for m in UNDER_WAY.finditer(text)))

    def __str__(self) -> str:
        members = [f"{policy}/{page}:{number}" for (policy, page), number in self.members.items()]
        return " ".join([*members, *(f"release:{pk}" for pk in sorted(self.under_way))])


def shown_pins(members: Iterable[Pinned]) -> Shown:
    """What a form shows that lists these members."""
    return Shown({_key(member): number_of(member) for member in members})


def shown_candidates(candidates: Iterable[Candidate], under_way: Iterable[int] = ()) -> Shown:
    """The same of members that nobody has pinned yet; makes no sizes of pictures."""
    members = {
        (candidate.policy.pk, candidate.page.pk): _number_of_candidate(candidate)
        for candidate in candidates
    }
    return Shown(members, frozenset(under_way))


def number_of(member: Pinned) -> str:
    """Return the number of a member: its text, its files, and what of it is public now."""
    return _number(member.action, member.page, member.revision, member.written, member.reached)


def _number_of_candidate(candidate: Candidate) -> str:
    revision = revision_of(candidate)
    if revision is None:
        return UNSAVED
    built = revision.as_object()
    return _number(
        candidate.action, candidate.page, revision, page_digest(built), reached_by(built)
    )


def _number(
    action: str, page: Page, revision: Revision, written: str, reached: list[Reached]
) -> str:
    files = [[t.content_type.pk, t.object_id, t.fingerprint] for t in reached if t.is_file]
    return digest([action, page.live_revision_id, revision.pk, written, sorted(files)])


def _key(member: Pinned) -> tuple[int, int]:
    return member.policy_id, member.page.pk


def refuse_unless_shown(shown: Shown | None, members: list[Pinned], *, whole: bool) -> None:
    """Raise `NotAsShown` unless the form showed exactly these members, as they are now.

    `whole` says that the sets go as they are: then none that was shown may be missing. Code,
    which shows nothing, passes None.
    """
    if shown is not None and (sentence := what_changed(shown, members, whole=whole)):
        raise NotAsShown(sentence)


def what_changed(
    shown: Shown, members: list[Pinned], *, whole: bool, asked: Iterable[int] = ()
) -> str:
    """Say what differs between what was shown and these members; empty where nothing does.

    `asked` are pages that the form named, wherever they are now.
    """
    if not shown.members:
        return _("页面已过期，没有做成。您填写的都还在，请看清下面的内容再按一次。")
    changes = [*_new_or_changed(shown, members), *_gone(shown, members, whole, asked)]
    if not changes:
        return ""
    return _(
        "您打开页面以后，这组内容变了：%s。没有做成，您填写的都还在。请看清下面现在的内容，再按一次。"
    ) % "；".join(changes)


def _new_or_changed(shown: Shown, members: list[Pinned]) -> Iterator[str]:
    for member in members:
        number = shown.members.get(_key(member))
        if number is None:
            yield _("多了《%s》") % member.shown.title
        elif number != number_of(member):
            yield _("《%(title)s》改过了（%(by)s）") % {
                "title": member.shown.title,
                "by": _last_saved(member.revision),
            }


def _gone(shown: Shown, members: list[Pinned], whole: bool, asked: Iterable[int]) -> Iterator[str]:
    policies = {member.policy_id for member in members}
    there = {_key(member) for member in members}
    expected = {key for key in shown.members if key[1] in set(asked)}
    if whole:
        expected |= {key for key in shown.members if key[0] in policies}
    for _policy, page_id in sorted(expected - there):
        page = Page.objects.filter(pk=page_id).first()
        # A made-up number must not tell the title of what stands elsewhere (P7).
        if page and page.path.startswith(_roots(members)):
            yield _("少了《%s》") % page.get_admin_display_title()
        else:
            yield _("少了一份内容")


def _roots(members: list[Pinned]) -> tuple[str, ...]:
    """The paths of the documents of these members."""
    step = Page.steplen
    paths = ((member.page.path, member.is_document) for member in members)
    return tuple({path if is_document else path[:-step] for path, is_document in paths})


def _last_saved(revision: Revision) -> str:
    """Who saved it, and when; a picture of it may have changed after that."""
    facts: dict[str, Any] = {
        "who": revision.user.get_full_name() if revision.user else _("系统"),
        "at": date_format(localtime(revision.created_at), _("n月j日 H:i")),
    }
    return _("最近保存：%(who)s，%(at)s") % facts
