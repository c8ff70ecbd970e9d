"""One interpretation and several documents, or one from above: shown where all is public (P1)."""

from copy import deepcopy

import pytest
from wagtail.rich_text import RichText

from interpretations.models import (
    Exemption,
    Explanation,
    FurtherPolicy,
    InterpretationPage,
    PolicyPage,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.submission.offers import offers
from tests.factories import (
    approve,
    correct,
    exempt_set,
    fresh,
    interpretations_of,
    make_interpretation,
    make_policy,
    make_set,
    release_kind,
    released_set,
    rerelease,
    submit_kind,
    supplement,
    take_off,
    withdraw,
)
from tests.support.refusing import refuses, refuses_to_release
from tests.support.times import move_on

pytestmark = pytest.mark.django_db
Kind = ReleaseKind


def also(*policies):
    return [FurtherPolicy(policy=policy) for policy in policies]


def explained(policy):
    return set(Explanation.objects.filter(policy=policy).values_list("page_id", flat=True))


@pytest.fixture(scope="module")
def built(shared_world):
    """Two documents that went out together; the interpretation of the first explains both."""
    home, other = make_policy(shared_world), make_policy(shared_world)
    page = make_interpretation(home, shared_world.drafter, further_policies=also(other))
    release_kind(shared_world, home, Kind.FIRST, further=frozenset([other.pk]))
    return fresh(home), fresh(other), fresh(page)


@pytest.fixture
def of_two(world, built):
    return deepcopy(built)


def test_two_documents_go_out_with_one_interpretation(of_two):
    home, other, page = of_two

    assert explained(home) == explained(other) == {page.pk}
    assert set(PolicyPage.objects.public()) == {home, other}


def test_refuses_to_explain_a_document_that_is_not_public(world):
    home, other = make_policy(world), make_policy(world, title="还没有公开的办法")
    make_interpretation(home, world.drafter, further_policies=also(other))

    with refuses("还解读《还没有公开的办法》，那份文件没有公开"):
        submit_kind(world, home, Kind.FIRST)


def test_does_not_tell_the_title_of_another_departments_draft(world):
    secret = make_policy(
        world, title="别的部门的秘密", department=world.other_department, user=world.drafter2
    )
    home = make_policy(world)
    make_interpretation(home, world.admin, further_policies=also(secret))

    with refuses("还解读另一个部门的文件，那份文件没有公开") as refused:
        submit_kind(world, home, Kind.FIRST)
    assert "秘密" not in str(refused.value)


def test_waits_for_a_document_under_way_and_goes_out_after_it(world):
    other, home = make_set(world), make_policy(world)
    earlier = submit_kind(world, other, Kind.FIRST)
    make_interpretation(home, world.drafter, further_policies=also(other))
    later = approve(world, submit_kind(world, home, Kind.FIRST))

    refuses_to_release(later, "那份文件没有公开")
    execute(approve(world, earlier).pk)
    move_on(later, failed_at=None, failure="")
    execute(later.pk)

    assert len(explained(other)) == 2


def test_an_interpretation_of_a_public_document_may_explain_other_public_ones(world):
    home, other = released_set(world).policy, released_set(world).policy

    page = supplement(world, home, further_policies=also(other)).items.get().page_id

    assert page in explained(home) & explained(other)


def test_refuses_to_remove_the_only_explanation_of_another_document(world, of_two):
    home, other, page = of_two
    supplement(world, home)

    with refuses(f"《{other.title}》会没有解读"):
        submit_kind(world, home, Kind.REMOVAL, page_ids=[page.pk])


def test_refuses_to_withdraw_a_document_whose_interpretation_alone_explains_another(world, of_two):
    home, other, _page = of_two

    with refuses(f"《{other.title}》会没有解读"):
        submit_kind(world, home, Kind.WITHDRAWAL)


def test_the_further_document_leaves_first_then_its_explanation(world, of_two):
    home, other, page = of_two

    withdraw(world, other)
    assert fresh(page).live and PolicyPage.objects.public().get() == home
    withdraw(world, home)

    assert not PolicyPage.objects.public().exists()


def test_both_documents_are_withdrawn_as_one(world, of_two):
    home, other, _page = of_two

    release_kind(world, home, Kind.WITHDRAWAL, further=frozenset([other.pk]))

    assert not PolicyPage.objects.public().exists()
    assert not Explanation.objects.exists()


def test_a_further_document_that_is_explained_by_others_too_does_not_hold_anything(world, of_two):
    home, other, _page = of_two
    supplement(world, other)

    withdraw(world, home)

    assert PolicyPage.objects.public().get() == other


def test_refuses_a_correction_that_leaves_a_further_document_unexplained(world, of_two):
    _home, other, page = of_two

    with refuses(f"《{other.title}》会没有解读"):
        correct(world, page, further_policies=[])


def test_a_correction_may_drop_a_further_document_that_others_explain(world, of_two):
    home, other, page = of_two
    supplement(world, other)

    correct(world, page, further_policies=[])

    assert page.pk not in explained(other)
    assert explained(home) == {page.pk}


def test_a_correction_may_add_a_further_document(world):
    page = interpretations_of(released_set(world).policy)[0]
    other = released_set(world).policy

    correct(world, page, further_policies=also(other))

    assert page.pk in explained(other)


def test_the_last_own_interpretation_may_leave_while_another_documents_stays(world):
    home, other = released_set(world).policy, released_set(world).policy
    supplement(world, home, further_policies=also(other))
    pages = [page.pk for page in (*interpretations_of(home), *interpretations_of(other))]

    take_off(world, interpretations_of(other)[0])

    assert len(pages) == 3
    assert InterpretationPage.objects.public().filter(pk__in=pages).count() == 2
    assert other in PolicyPage.objects.public()


def test_a_removal_is_offered_where_another_documents_interpretation_stays(world):
    home, other = released_set(world).policy, released_set(world).policy
    assert {o.kind: bool(o.why_not) for o in offers(fresh(other))}["removal"]

    supplement(world, home, further_policies=also(other))

    assert not {o.kind: bool(o.why_not) for o in offers(fresh(other))}["removal"]


def test_a_document_explained_elsewhere_comes_back_without_one_of_its_own(world, of_two):
    _home, other, page = of_two
    withdraw(world, other)

    rerelease(world, other)

    assert explained(other) == {page.pk}
    assert other in PolicyPage.objects.public()


def test_a_race_of_two_removals_of_the_last_two_explanations_stops_the_second(world, of_two):
    home, other, page = of_two
    own = supplement(world, other).items.get().page
    supplement(world, home)
    first = approve(world, submit_kind(world, other, Kind.REMOVAL, page_ids=[own.pk]))
    second = approve(world, submit_kind(world, home, Kind.REMOVAL, page_ids=[page.pk]))
    execute(first.pk)

    refuses_to_release(second, f"《{other.title}》会没有解读")


def test_an_exemption_ends_when_another_documents_interpretation_explains_it(world):
    exempt, home = exempt_set(world), released_set(world).policy

    supplement(world, home, further_policies=also(exempt))

    assert not Exemption.objects.exists()
    assert exempt in PolicyPage.objects.public()


def external(world, **fields):
    values = {"external": True, "body": [], "plan_outline": "", "source_url": "https://www.gov.cn/"}
    return make_policy(world, topic=None, date_written=None, **{**values, **fields})


def test_an_external_document_is_released_with_our_interpretation(world):
    policy = external(world)
    make_interpretation(policy, world.drafter, source_name="中国政府网", source_url="https://x.cn/")

    release_kind(world, policy, Kind.FIRST)

    assert PolicyPage.objects.public().get(pk=policy.pk).external


def test_refuses_an_external_document_without_interpretation(world):
    policy = external(world)

    with refuses("还没有解读"):
        submit_kind(world, policy, Kind.FIRST)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"source_url": ""}, "缺少：原文网址"),
        ({"body": [("text", RichText("<p>抄来的正文</p>"))]}, "正文"),
    ],
)
def test_refuses_an_external_document_without_source_or_with_a_body(world, fields, sentence):
    policy = external(world, **fields)
    make_interpretation(policy, world.drafter)

    with refuses(sentence):
        submit_kind(world, policy, Kind.FIRST)
