"""「另外解读」: each part of what was typed is a clause, or is told and stays typed."""

from copy import deepcopy

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text

from interpretations.models import FurtherPolicy
from interpretations.models.clause_fields import SHOWN, TYPED, YES, name_of
from interpretations.models.clause_links import Link
from interpretations.models.typed_clauses import Citing
from tests.doors.forms import page_form
from tests.editorial.desk import as_user, page_of, text_of
from tests.factories import make_interpretation
from tests.linking.sets import ARTICLES, document, draft, identity, links_of
from tests.linking.test_desk import choice

pytestmark = pytest.mark.django_db
WORDS = f"{TYPED}:key_points"
OTHER = "市政府关于印发《另一办法》的通知"


@pytest.fixture(scope="module")
def built(shared_world):
    """Two draft documents, and the draft interpretation of the first that explains both."""
    lines = (*ARTICLES, "第五条　本办法自公布之日起施行。")
    policy = document(shared_world)
    further = document(shared_world, *lines, title=OTHER)
    rows = [FurtherPolicy(policy=further)]
    page = make_interpretation(policy, shared_world.drafter, further_policies=rows)
    return policy, further, page


@pytest.fixture
def policy(world, built):
    return deepcopy(built[0])


@pytest.fixture
def further(world, built):
    return deepcopy(built[1])


@pytest.fixture
def page(world, built):
    return deepcopy(built[2])


@pytest.fixture
def read(policy, further):
    """What words mean, as labels with the document's place, and what of them found nothing."""
    documents = [draft(policy), draft(further)]
    labels = {
        (one.pk, identity(one, label)): f"{place}:{label}"
        for place, one in enumerate(documents)
        for label in ("第一条", "第二条", "第三条", "第四条", *(["第五条"] if place else []))
    }

    def reading(words):
        meant = Citing(documents).read(words)
        return [labels[one] for one in meant.clauses], list(meant.nothing)

    return reading


@pytest.mark.parametrize(
    ("words", "clauses", "nothing"),
    [
        ("第三条、第九十九条", ["0:第三条"], ["第九十九条"]),
        ("第三、九十九条", ["0:第三条"], ["第三、九十九条"]),
        ("第三条至第九十九条", [], ["第三条至第九十九条"]),
        ("第三条、第九十九", ["0:第三条"], ["第九十九"]),
        ("第三条，补贴标准", ["0:第三条"], ["补贴标准"]),
        ("第三条、前款", ["0:第三条"], ["前款"]),
        (f"第三条；《{OTHER}》第五条", ["0:第三条", "1:第五条"], []),
        (f"《{OTHER}》第五条；第三条", ["1:第五条", "0:第三条"], []),
        (f"《{OTHER}》第四条、第五条", ["1:第四条", "1:第五条"], []),
        (f"第三条、《{OTHER}》第六条", ["0:第三条"], [f"《{OTHER}》第六条"]),
        ("第三条；《不相干的办法》第五条", ["0:第三条"], ["《不相干的办法》第五条"]),
        (f"第三条；《{OTHER}》", ["0:第三条"], [f"《{OTHER}》"]),
        ("第一条至第三条", ["0:第一条", "0:第二条", "0:第三条"], []),
        ("本办法第三条的规定。", ["0:第三条"], []),
        ("；", [], ["；"]),
    ],
)
def test_each_part_of_what_was_typed_is_a_clause_or_is_told(read, words, clauses, nothing):
    assert read(words) == (clauses, nothing)


def form_of(page, **fields):
    (row,) = page.further_policies.all()
    line = {"id": row.pk, "policy": row.policy_id, "ORDER": "1", "DELETE": ""}
    points = rich_text("<p>要点。</p>")
    lines = inline_formset([line], initial=1)
    return page_form(page, key_points=points, further_policies=lines) | {SHOWN: "1"} | fields


def save(client, page, **fields):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **fields))


def test_what_found_nothing_is_told_and_all_that_was_typed_stays(world, page):
    words = "第三条；《不相干的办法》第五条、第九十九条"
    text = text_of(save(as_user(world.drafter), page, **{WORDS: words}))
    assert "文件里没有找到「《不相干的办法》第五条、《不相干的办法》第九十九条」" in text
    assert f'value="{words}"' in text
    assert links_of(page) == []


def test_clauses_of_several_documents_are_typed_at_once(world, policy, further, page):
    save(as_user(world.drafter), page, **{WORDS: f"第三条；《{OTHER}》第五条"})
    assert links_of(page) == [
        Link("key_points", policy.pk, identity(policy, "第三条")),
        Link("key_points", further.pk, identity(further, "第五条")),
    ]


def test_a_choice_beside_wrong_words_stays_chosen(world, policy, page):
    chosen = Link("key_points", policy.pk, identity(policy, "第二条"))
    sent = {name_of(chosen): YES, WORDS: "第九十九条"}
    client = as_user(world.drafter)
    listed = client.post(page_of("clauses", page.pk), form_of(page, **sent)).json()["html"]
    for text in (listed, text_of(save(client, page, **sent))):
        assert choice(text, chosen, YES) is True
