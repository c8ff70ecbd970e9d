"""For any history, what is public equals the pins of the latest executed releases, byte by byte.

The model here knows sets and what each kind does to them, and nothing of the engine; the bytes
are compared with the stored revisions, not with a digest (P2, P3).
"""

import json
import os
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.fields import StreamField

from interpretations.models import (
    FurtherPolicy,
    PolicyRelation,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.models.refusals import Refusal
from interpretations.releases.records import ledger
from interpretations.releases.review.end import take_back
from tests.factories import (
    edit,
    fresh,
    history,
    interpretations_of,
    make_document,
    make_image,
    make_interpretation,
    make_set,
    migrate,
    release_kind,
)
from tests.support.state import public_rows

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
Kind = ReleaseKind
SCALE = float(os.environ.get("TEST_SCALE", "1"))
EXAMPLES = max(2, round(3 * SCALE)) if SCALE > 1 else 2
ACTS = (
    "come", "supplement", "supplement", "correct", "correct", "remove", "withdraw",
    "transfer", "feature",
)  # fmt: skip
NOT_TEXT = {"page_ptr", "doc_number_key"}
NOT_SEEN = {"Release", "ReleaseItem", "FrozenFile"}
OF_EVERY_PAGE = ("title", "seo_title", "search_description", "show_in_menus")


class Model:
    """What must be public: page -> (role, document), by the acts that succeeded."""

    def __init__(self, world):
        self.world = world
        old = make_set(world)
        repeals = [PolicyRelation(kind="repeals", target=old)]
        self.sets = [old, make_set(world, relations=repeals), history(world, interpretations=1)]
        self.public: dict[int, tuple[str, int]] = {}
        self.gone: set[int] = set()
        self.turn = 0

    def act(self, what, which, choice):
        """Do one act; a refused one changes nothing that is public."""
        self.turn += 1
        policy = fresh(self.sets[which % len(self.sets)])
        before = seen_by_readers()
        try:
            getattr(self, f"_{what}")(policy, choice)
        except Refusal:
            for release in Release.objects.open():
                take_back(release.pk, release.submitted_by, "不能发布，取回。")
            assert seen_by_readers() == before

    def _user(self, policy):
        home = policy.get_parent().pk == self.world.department.pk
        return self.world.drafter if home else self.world.drafter2

    def _release(self, policy, kind, **submission):
        return release_kind(self.world, policy, kind, user=self._user(policy), **submission)

    def _put(self, release):
        for item in release.items.all():
            role = "policy" if item.page_id == item.policy_id else "interpretation"
            self.public[item.page_id] = (role, item.policy_id)
            self.gone.discard(item.page_id)

    def _come(self, policy, choice):
        if policy == self.sets[2] and policy.pk not in self.gone:
            return self._put(migrate(self.world, [policy]))
        kind = Kind.RERELEASE if policy.pk in self.gone else Kind.FIRST
        return self._put(self._release(policy, kind, confirm_all=True))

    def _supplement(self, policy, choice):
        other = self.sets[choice % len(self.sets)]
        further = [FurtherPolicy(policy=other)] if other != policy else []
        page = make_interpretation(policy, self._user(policy), further_policies=further)
        self._put(self._release(policy, Kind.SUPPLEMENT, page_ids=[page.pk]))

    def _correct(self, policy, choice):
        pages = [policy, *interpretations_of(policy)]
        page = pages[choice % len(pages)]
        edit(page, self._user(policy), **self._text_of(page))
        self._put(self._release(policy, Kind.CORRECTION, page_ids=[page.pk]))

    def _text_of(self, page):
        if hasattr(page, "summary"):
            picture = {"image": make_image(self.world), "alt": "图", "caption": "", "credit": ""}
            return {"summary": f"第{self.turn}稿。", "body": [("picture", picture)]}
        model = type(page).attachments.rel.related_model
        row = model(title=f"附件{self.turn}", document=make_document(self.world))
        return {"title": f"第{self.turn}稿的标题", "attachments": [row]}

    def _remove(self, policy, choice):
        public = [page for page in interpretations_of(policy) if page.live]
        ids = [public[choice % len(public)].pk] if public else []
        self._take(self._release(policy, Kind.REMOVAL, page_ids=ids))

    def _withdraw(self, policy, choice):
        self._take(self._release(policy, Kind.WITHDRAWAL))

    def _take(self, release):
        for item in release.items.all():
            del self.public[item.page_id]
            self.gone.add(item.page_id)

    def _transfer(self, policy, choice):
        home = policy.get_parent().pk == self.world.department.pk
        target = self.world.other_department if home else self.world.department
        self._release(policy, Kind.TRANSFER, target_department=target.pk)

    def _feature(self, policy, choice):
        until = timezone.localdate() + timedelta(days=choice) if choice else None
        self._release(policy, Kind.FEATURE, feature_until=until)

    def check(self):
        rows = Publication.objects.values_list("page", "role", "policy")
        assert {page: (role, policy) for page, role, policy in rows} == self.public
        for page_id in self.public:
            assert shown(page_id) == pinned(page_id)
        assert not list(ledger.verify())


def seen_by_readers():
    """Every row that readers could see something of; drafts and reviews are none."""
    rows = public_rows()
    rows["Page"] = [row for row in rows["Page"] if row[1]]
    return {name: rows[name] for name in rows if name not in NOT_SEEN}


def latest(page_id, **filters):
    """The newest executed member of a page: by the edition of its release."""
    items = ReleaseItem.objects.filter(page=page_id, release__state="released", **filters)
    return items.order_by("release__edition").last()


def pinned(page_id):
    """What the latest release that published a page pinned, out of the stored revision."""
    content = latest(page_id, action="publish").revision.content
    model = latest(page_id).page.specific_class
    fields = {name: content[name] for name in _texts(model)}
    streams = [f.name for f in model._meta.concrete_fields if isinstance(f, StreamField)]
    fields |= {name: json.loads(fields[name]) for name in streams}
    return fields, _rows_of(model, content), latest(page_id).url_path


def shown(page_id):
    """What the columns and child rows of a live page hold."""
    page = latest(page_id).page.specific
    assert page.live
    fields = {}
    for name in _texts(type(page)):
        field = page._meta.get_field(name)
        value = field.value_from_object(page)
        stream = isinstance(field, StreamField)
        fields[name] = json.loads(field.value_to_string(page)) if stream else _plain(value)
    children = {
        relation.related_name: [
            {f.name: _plain(f.value_from_object(row)) for f in row._meta.concrete_fields}
            for row in relation.related_model.objects.filter(**{relation.field.name: page.pk})
        ]
        for relation in _relations(type(page))
    }
    return fields, _rows_of(type(page), children), page.url_path


def _texts(model):
    own = (f.name for f in model._meta.local_concrete_fields if f.name not in NOT_TEXT)
    return (*OF_EVERY_PAGE, *own)


def _relations(model):
    return [r for r in model._meta.related_objects if _is_part(r, model)]


def _is_part(relation, model):
    return type(relation.field).__name__ == "ParentalKey" and relation.model is model


def _rows_of(model, content):
    """The child rows of each relation, without the keys that a row gets when it is stored."""
    rows = {}
    for relation in _relations(model):
        without = {"pk", "id", relation.field.name}
        related = [
            {k: _plain(v) for k, v in row.items() if k not in without}
            for row in content.get(relation.related_name, [])
        ]
        rows[relation.related_name] = sorted(
            related, key=lambda row: json.dumps(row, sort_keys=True)
        )
    return rows


def _plain(value):
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


@contextmanager
def a_world_of_its_own():
    """Each example starts from the founded site; releases may still open their transaction."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


act = st.tuples(st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 5))


# Examples are slow: what fails is told as it was drawn, not made smaller for minutes.
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(acts=st.lists(act, min_size=4, max_size=10))
def test_what_is_public_equals_the_pins_of_the_latest_executed_releases(world, acts):
    with a_world_of_its_own():
        model = Model(world)
        for which in range(len(model.sets)):
            model.act("come", which, 0)
        assert len(model.public) == 6
        for step in acts:
            model.act(*step)
            model.check()
