"""Whatever people do to a draft, its clauses keep their identity, and none is given to another.

Text, form, autosave in place, import, two tabs, joint drafts, emptying, revert and copy, in any
order: `tests.clauses.edits` knows whose words each clause has.
"""

import random
import re
from html import escape

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import rich_text, streamfield

from drafting import plain
from interpretations.importing import earlier
from interpretations.importing.drafts import write_document
from interpretations.importing.proposal import propose
from interpretations.importing.status import Status
from interpretations.models import JointDepartment, clauses_of
from tests.clauses.edits import Document
from tests.database.undone import undone
from tests.doors.forms import page_form
from tests.editorial.desk import as_user
from tests.factories import fresh, make_policy

pytestmark = pytest.mark.django_db

EDITS = ("insert", "delete", "split", "join", "move", "edit")
WAYS = (
    "saved", "in_place", "emptied", "by_another", "in_two_blocks", "stale", "again", "imported",
)  # fmt: skip
POSTED = ("by_form", "by_autosave", "by_the_joint_department", "in_two_tabs", "imported")
HIDDEN = re.compile(r'name="(loaded_revision_\w+)" value="([^"]*)"')


class Desk:
    """One draft under the hands of several people."""

    def __init__(self, world, seed):
        self.world = world
        self.document = Document.of(random.Random(seed), 9)
        self.page = make_policy(world, body=self.body())
        self.editor = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        self.first = self.identities()
        self.given = {*self.first}

    def lines(self):
        return [f"{clause.number}　{clause.text}" for clause in self.document.numbered()]

    def body(self, blocks=1):
        lines = [f"<p>{escape(line)}</p>" for line in self.lines()]
        size = -(-len(lines) // blocks) or 1
        parts = [lines[at : at + size] for at in range(0, len(lines), size)]
        return [("text", RichText("".join(part))) for part in parts]

    def draft(self):
        return fresh(self.page).get_latest_revision_as_object()

    def identities(self):
        return [clause.identity for clause in clauses_of(self.draft())]

    def save(self, body, *, user=None, draft=None, **kwargs):
        draft = draft or self.draft()
        draft.body = body
        draft.save_revision(user=user or self.world.drafter, **kwargs)

    def newest(self):
        return Revision.objects.get(pk=fresh(self.page).latest_revision_id)

    # Ways of saving what the document says now.

    def saved(self):
        self.save(self.body())

    def in_place(self):
        newest = self.newest()
        own = newest.user_id == self.world.drafter.pk
        self.save(self.body(), overwrite_revision=newest if own else None)

    def emptied(self):
        """Everything is selected, deleted and pasted anew, with autosave running."""
        self.save([])
        self.save([], overwrite_revision=self.newest())
        self.save(self.body(), overwrite_revision=self.newest())

    def by_another(self):
        self.save(self.body(), user=self.world.drafter2)

    def in_two_blocks(self):
        self.save(self.body(blocks=2))

    def stale(self):
        """A tab that was opened before the last save is saved after it, then comes the text."""
        tab = self.draft()
        self.save(self.body())
        self.save(tab.body, draft=tab)
        self.save(self.body(), draft=tab)

    def again(self):
        self.save(self.body())
        self.save(self.body())

    def imported(self):
        """A file with the whole text replaces the draft, and somebody agreed that it may."""
        page = fresh(self.page)
        earlier.keep(page, "")
        head = [page.title, page.doc_number, "各县（市、区）人民政府："]
        file = "\n".join([*head, *self.lines()]).encode()
        proposal = propose(plain.read(file), "文件.txt")
        written = write_document(proposal, self.world.department, self.world.drafter)
        assert (written.status, written.page.pk) == (Status.UPDATED, page.pk)

    # The same as the editor's form posts it.

    def post(self, user, carried=None, text=None, **more):
        text = text or "".join(f"<p>{escape(line)}</p>" for line in self.lines())
        data = page_form(self.page, body=streamfield([("text", rich_text(text))]))
        data |= {"doc_number": self.page.doc_number, "title": self.page.title}
        return as_user(user).post(self.editor, data | (carried or {}), **more)

    def opened(self, user):
        """What the editor carries that somebody opens now."""
        return dict(HIDDEN.findall(as_user(user).get(self.editor).text))

    def by_form(self):
        assert self.post(self.world.drafter).status_code == 302

    def by_autosave(self):
        newest = self.newest()
        over = {"overwrite_revision_id": str(newest.pk)}
        is_own = newest.user_id == self.world.drafter.pk
        answer = self.post(
            self.world.drafter, over if is_own else {}, headers={"accept": "application/json"}
        )
        assert answer.json()["success"] is True

    def by_the_joint_department(self):
        JointDepartment.objects.get_or_create(
            policy=self.page, department=self.world.other_department
        )
        assert self.post(self.world.drafter2).status_code == 302

    def in_two_tabs(self):
        """A tab with an older text is told of the newer one and saved over it; then the newer."""
        carried = self.opened(self.world.drafter)
        older = "".join(block.value.source for block in self.draft().body)
        self.by_the_joint_department()
        told = self.post(self.world.drafter, carried, older)
        assert told.status_code == 409
        again = dict(HIDDEN.findall(told.text))
        assert self.post(self.world.drafter, again, older).status_code == 302
        self.by_form()

    def check(self):
        now = self.identities()
        assert len({*now}) == len(now)
        for identity, clause in zip(now, self.document.clauses, strict=True):
            if clause.keeps is not None:
                assert identity == self.first[clause.keeps]
            elif identity in self.first:
                assert self.first.index(identity) in clause.may


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**9),
    steps=st.lists(st.tuples(st.sampled_from(EDITS), st.sampled_from(WAYS)), max_size=6),
)
def test_drafts_keep_identities_and_give_none_to_another(world, seed, steps):
    with undone():
        desk = Desk(world, seed)
        for edit, way in steps:
            getattr(desk.document, edit)()
            getattr(desk, way)()
            desk.check()


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seed=st.integers(0, 10**9),
    steps=st.lists(
        st.tuples(st.sampled_from(EDITS), st.sampled_from(POSTED)), min_size=1, max_size=4
    ),
)
def test_what_the_desk_posts_keeps_identities_too(world, seed, steps):
    with undone():
        desk = Desk(world, seed)
        for edit, way in steps:
            getattr(desk.document, edit)()
            getattr(desk, way)()
            desk.check()


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9), edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=8))
def test_a_revert_brings_old_ones_back_and_a_copy_has_none_of_them(world, seed, edits):
    with undone():
        desk = Desk(world, seed)
        first = desk.newest()
        for edit in edits:
            getattr(desk.document, edit)()
            desk.saved()
        before = {*desk.identities(), *desk.first}

        desk.save(first.as_object().body, previous_revision=first)

        assert desk.identities() == desk.first
        copy = desk.page.copy(update_attrs={"title": "另一份", "slug": "copy"})
        copied = clauses_of(copy.get_latest_revision_as_object())
        assert not before & {clause.identity for clause in copied}
