"""What was public in each edition, told by whoever brought it about: the oracle of the storm.

Every member carries its number, letter and version in its title (令03甲0): whatever channel
shows a title shows which set, which member and which text of it.
"""

import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from interpretations.models import ExemptionReason, InterpretationPage, PolicyPage, PolicyRelation
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import act_in_emergency
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.migrate import submit_migration
from tests.factories import (
    World,
    approve,
    edit,
    history,
    make_document,
    make_interpretation,
    make_policy,
    submit_kind,
)
from tests.support.illustrated import duty_officer
from tests.support.showing import Files, changed_body, every_kind, files_of, numbers, picture

DOCUMENT, FIRST, SECOND = "甲", "乙", "丙"


@dataclass
class Member:
    """One page: where it is, which text of it, what that uses, and how its address answers."""

    page_id: int
    address: str
    version: int = 0
    status: int = 404
    files: Files = field(default_factory=Files)


@dataclass
class Tale:
    """One set, as readers should see it."""

    number: int
    department: str
    members: dict[str, Member] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)  # old address -> member
    names: set[str] = field(default_factory=set)  # of every file that it ever had
    exempt: bool = False
    repealed: bool = False
    featured: bool = False
    note: str = ""
    repeals: int = -1  # the number of the set whose mark it is

    def token(self, letter: str) -> str:
        return f"{self.number:02d}{letter}{self.members[letter].version}"

    def public(self) -> dict[str, Member]:
        return {key: member for key, member in self.members.items() if member.status == 200}

    def tokens(self) -> set[str]:
        """The titles of this set that the public may know."""
        return {self.token(letter) for letter in self.public()}

    def files(self) -> set[str]:
        """The names of the files that the public may have because of this set."""
        return set().union(*(member.files.public for member in self.public().values()))

    def learn(self, files: Files) -> None:
        """Let readers ask for these; they may be choosing among the others right now."""
        self.names = self.names | files.public | files.kept

    @property
    def is_public(self) -> bool:
        return self.members[DOCUMENT].status == 200


def titled(word: str, token: str) -> str:
    return f"便民措施的{word}令{token}"


def addresses_of(release: Model) -> dict[int, str]:
    """Return where the members of a release are, or will be."""
    paths = release.items.values_list("page_id", "url_path")
    return {page_id: "/" + path.split("/", 2)[2] for page_id, path in paths}


class Annals:
    """Does releases of every kind and writes down what each edition shows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tales: list[Tale] = []
        self.states: dict[int, list[Tale]] = {0: []}
        self.acts = 0
        self._used: dict[int, Files] = {}  # by revision
        self.emblem = picture(world)  # one for all: public as long as one of its sets is

    def at(self, edition: int) -> list[Tale]:
        """The state of an edition; some raise the number twice, which changes nothing."""
        return self.states[max(number for number in self.states if number <= edition)]

    def _used_by(self, release: Model) -> dict[int, Files]:
        """Return what the pinned texts of a release use, by page; a text never changes."""
        for item in release.items.select_related("revision"):
            if item.revision_id not in self._used:
                self._used[item.revision_id] = files_of(item.revision.as_object())
        pinned = release.items.values_list("page_id", "revision_id")
        return {page_id: self._used[revision_id] for page_id, revision_id in pinned}

    def _written(self, release: Model) -> None:
        self.states[release.edition] = copy.deepcopy(self.tales)
        self.acts += 1

    # Drafts: nobody sees them.

    def draft(self, interpretations: int = 1, *, make: Any = make_policy, **fields: Any) -> Tale:
        """A new set with files; its addresses are known once it is submitted."""
        number = len(self.tales)
        title = titled("通知", f"{number:02d}{DOCUMENT}0")
        policy = make(self.world, title=title, **fields)
        attached = make_document(self.world)
        policy.attachments.create(title="申请表", document=attached)
        policy.save_revision(user=self.world.drafter)
        tale = Tale(number, "zhujian")
        tale.members[DOCUMENT] = Member(policy.pk, "")
        self.tales.append(tale)
        for letter in (FIRST, SECOND)[:interpretations]:
            self.add(tale, letter)
        return tale

    def add(self, tale: Tale, letter: str) -> None:
        """Write one more interpretation of a set; the first has a file of every kind."""
        title = titled("解读", f"{tale.number:02d}{letter}0")
        own = every_kind(self.world) if letter == FIRST else [numbers()]
        page = make_interpretation(
            self.policy(tale), self.world.drafter, title=title, body=[self.emblem, *own]
        )
        tale.members[letter] = Member(page.pk, "")

    def policy(self, tale: Tale) -> PolicyPage:
        return PolicyPage.objects.get(pk=tale.members[DOCUMENT].page_id)

    # Releases: each is one edition.

    def _release(self, tale: Tale, kind: str, letters: str, **submission: Any) -> Model:
        ids = [tale.members[letter].page_id for letter in letters]
        own = tale.department == self.world.department.slug
        user = self.world.drafter if own else self.world.drafter2
        policy = self.policy(tale)
        release = submit_kind(self.world, policy, kind, user=user, page_ids=ids, **submission)
        return self._carried_out(release, tale)

    def _carried_out(self, release: Model, *tales: Tale) -> Model:
        """Let readers ask for the pages and files of new members while they are reviewed."""
        addresses, used = addresses_of(release), self._used_by(release)
        for tale in tales:
            for member in tale.members.values():
                tale.learn(used.get(member.page_id, member.files))
                member.address = member.address or addresses.get(member.page_id, "")
        return self._execute(release)

    def _execute(self, release: Model) -> Model:
        return execute(approve(self.world, release).pk)

    def _shown(self, release: Model, *tales: Tale, status: int = 200) -> None:
        """The members of this release answer like this from its edition on."""
        addresses, used = addresses_of(release), self._used_by(release)
        for tale, member in ((t, member) for t in tales for member in t.members.values()):
            if member.page_id in addresses:
                member.files = used[member.page_id]
                tale.learn(member.files)
                member.address, member.status = addresses[member.page_id], status
        self._written(release)

    def publish(self, tale: Tale, kind: str = ReleaseKind.FIRST) -> None:
        self._shown(self._release(tale, kind, "".join(tale.members)), tale)

    def publish_exempt(self, tale: Tale) -> None:
        reason = ExemptionReason.objects.get(slug="renshi")
        policy_id = tale.members[DOCUMENT].page_id
        release = self._release(
            tale, ReleaseKind.FIRST, DOCUMENT, exemptions={policy_id: (reason.pk, "")}
        )
        tale.exempt = True
        self._shown(release, tale)

    def publish_in_emergency(self, tale: Tale) -> None:
        release = act_in_emergency(
            self.policy(tale).pk, duty_officer(), ReleaseKind.FIRST, "山洪预警"
        )
        self._shown(release, tale)

    def supplement(self, tale: Tale) -> None:
        self.add(tale, SECOND if FIRST in tale.members else FIRST)
        newest = [*tale.members][-1]
        release = self._release(tale, ReleaseKind.SUPPLEMENT, newest)
        tale.exempt = False
        self._shown(release, tale)

    def correct(self, tale: Tale) -> None:
        """New words and files in every public member at once, and a note that says so."""
        note = f"更正第{tale.number}组第{self.acts}次"
        for letter, member in tale.public().items():
            word = "通知" if letter == DOCUMENT else "解读"
            token = f"{tale.number:02d}{letter}{member.version + 1}"
            model = PolicyPage if letter == DOCUMENT else InterpretationPage
            page = model.objects.get(pk=member.page_id)
            fields = {"title": titled(word, token)}
            if letter != DOCUMENT:
                fields["body"] = changed_body(self.world, page.body)
            edit(page, self.world.drafter, **fields)
        letters = "".join(tale.public())
        release = self._release(tale, ReleaseKind.CORRECTION, letters, note=note)
        for letter in letters:
            tale.members[letter].version += 1
        tale.note = note
        self._shown(release, tale)

    def remove(self, tale: Tale, letter: str = SECOND) -> None:
        release = self._release(tale, ReleaseKind.REMOVAL, letter, note="先撤下。")
        self._shown(release, tale, status=410)

    def withdraw(self, tale: Tale) -> None:
        release = self._release(tale, ReleaseKind.WITHDRAWAL, "", note="先停止公开。")
        self._left(release, tale)

    def withdraw_in_emergency(self, tale: Tale) -> None:
        policy_id, note = self.policy(tale).pk, "先停止公开。"
        kind = ReleaseKind.WITHDRAWAL
        self._left(act_in_emergency(policy_id, duty_officer(), kind, "有误", note), tale)

    def _left(self, release: Model, tale: Tale) -> None:
        tale.featured = tale.exempt = False
        if tale.repeals >= 0:
            self.tales[tale.repeals].repealed = False
        self._shown(release, tale, status=410)

    def repeal(self, old: Tale) -> Tale:
        """A new set whose release marks the old document and its interpretations."""
        row = PolicyRelation(kind="repeals", target=self.policy(old), effective_on=date(2020, 1, 1))
        new = self.draft(relations=[row])
        release = self._release(new, ReleaseKind.FIRST, "".join(new.members))
        old.repealed, new.repeals = True, old.number
        self._shown(release, new)
        return new

    def transfer(self, tale: Tale) -> None:
        """Old addresses lead to the new ones from this edition on."""
        target = self.world.other_department
        was = {letter: member.address for letter, member in tale.public().items()}
        release = self._release(tale, ReleaseKind.TRANSFER, "", target_department=target.pk)
        tale.former |= {address: letter for letter, address in was.items()}
        tale.department = target.slug
        self._shown(release, tale)

    def feature(self, tale: Tale, until: Any) -> None:
        release = self._release(tale, ReleaseKind.FEATURE, "", feature_until=until)
        tale.featured = True
        self._shown(release, tale)

    def migrate(self, tales: list[Tale]) -> None:
        ids = [tale.members[DOCUMENT].page_id for tale in tales]
        release = self._carried_out(submit_migration(ids, self.world.drafter), *tales)
        self._shown(release, *tales)

    def old_draft(self) -> Tale:
        """A set that was public elsewhere before."""
        return self.draft(make=history)
