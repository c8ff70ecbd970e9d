"""Whatever people do to a draft, its clauses keep their identity, and none is given to another.

Text, form, autosave in place, import, two tabs, joint drafts, emptying, revert and copy, in any
order: `tests.clauses.edits` knows whose words each clause has.
"""

import random
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision
from wagtail.rich_text import RichText

from interpretations.models import clauses_of
from tests.clauses.edits import Document
from tests.database.undone import undone
from tests.factories import fresh, make_policy

pytestmark = pytest.mark.django_db

EDITS = ("insert", "delete", "split", "join", "move", "edit")
WAYS = ("saved", "in_place", "emptied", "by_another", "in_two_blocks", "stale", "again")


class Desk:
    """One draft under the hands of several people."""

    def __init__(self, world, seed):
        self.world = world
        self.document = Document.of(random.Random(seed), 9)
        self.page = make_policy(world, body=self.body())
        self.first = self.identities()
        self.given = {*self.first}

    def body(self, blocks=1):
        lines = [f"<p>{c.number}　{escape(c.text)}</p>" for c in self.document.numbered()]
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
