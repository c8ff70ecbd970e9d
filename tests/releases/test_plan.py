"""解读方案: asked for at submission, held against what is there, never shown to anybody outside."""

import datetime

import pytest
from django.utils import timezone

from interpretations.models import InterpretationForm, PlanLine, ReleaseRules
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.submission.submit import NotReady
from tests.factories import (
    edit,
    fresh,
    history,
    interpretations_of,
    make_interpretation,
    make_policy,
    make_set,
    migrate,
    release_kind,
    released_set,
    rerelease,
    submit_kind,
    supplement,
    withdraw,
)
from tests.support.refusing import refuses

pytestmark = pytest.mark.django_db
FIRST = ReleaseKind.FIRST
SECRET = "方案里的机密安排"


def planned(*slugs, **fields):
    return [PlanLine(form=InterpretationForm.objects.get(slug=s), **fields) for s in slugs]


@pytest.mark.parametrize("lacking", ["plan_outline", "plan_lines"])
def test_refuses_a_document_without_a_plan(world, lacking):
    policy = make_set(world)
    edit(policy, world.drafter, **{lacking: "" if lacking == "plan_outline" else []})

    with refuses("还没有解读方案"):
        submit_kind(world, policy, FIRST)


def test_a_city_may_do_without_plans(world):
    rules = ReleaseRules.load()
    rules.plan_required = False
    rules.save()

    release_kind(world, make_set(world, plan_outline=""), FIRST)


@pytest.mark.parametrize(
    "mark", ["wide_reach", "high_attention", "hard_to_carry_out", "highly_specialized"]
)
def test_refuses_a_marked_document_without_an_event_in_its_plan(world, mark):
    policy = make_set(world, **{mark: True})
    label = str(policy._meta.get_field(mark).verbose_name)

    with refuses(f"文件{label}，方案里要有发布会"):
        submit_kind(world, policy, FIRST)


def test_a_marked_document_passes_with_a_reason(world):
    policy = make_set(world, wide_reach=True, plan_reason="已在上月的发布会讲过。")

    release_kind(world, policy, FIRST)


@pytest.mark.parametrize("slug", ["fabuhui", "fangtan", "fuzeren", "meiti"])
def test_a_marked_document_passes_with_an_event_in_its_plan(world, slug):
    later = timezone.localdate() + datetime.timedelta(days=30)
    lines = [*planned("jiedu"), *planned(slug, planned_for=later)]
    policy = make_set(world, wide_reach=True, plan_lines=lines)

    release_kind(world, policy, FIRST)


def test_warns_of_a_form_that_is_planned_and_not_there_until_it_is_confirmed(world):
    policy = make_set(world, plan_lines=planned("jiedu", "shipin"))

    with refuses("方案里计划了视频，这组里还没有") as refused:
        submit_kind(world, policy, FIRST)
    assert [(f.code, f.blocks) for f in refused.value.findings] == [("plan_unmet", False)]

    release_kind(world, policy, FIRST, confirmed=frozenset(["plan_unmet"]))


def test_what_is_planned_for_later_is_not_missing(world):
    later = timezone.localdate() + datetime.timedelta(days=1)
    lines = [*planned("jiedu"), *planned("shipin", planned_for=later)]

    release_kind(world, make_set(world, plan_lines=lines), FIRST)


def test_what_is_planned_for_the_day_of_the_release_is_missing(world):
    when = timezone.now() + datetime.timedelta(days=3)
    day = timezone.localtime(when).date()
    policy = make_set(world, plan_lines=[*planned("jiedu"), *planned("shipin", planned_for=day)])

    with refuses("方案里计划了视频"):
        submit_kind(world, policy, FIRST, scheduled_for=when)


def test_an_interpretation_that_is_left_out_does_not_count(world):
    policy = make_policy(world, plan_lines=planned("jiedu", "shipin"))
    page = make_interpretation(policy, world.drafter)
    video = InterpretationForm.objects.get(slug="shipin")
    make_interpretation(policy, world.drafter, form=video)

    with pytest.raises(NotReady, match="视频"):
        submit_kind(world, policy, FIRST, page_ids=[policy.pk, page.pk])


def test_an_external_document_needs_no_plan(world):
    policy = make_set(
        world, external=True, body=[], source_url="https://www.gov.cn/", plan_outline=""
    )

    release_kind(world, policy, FIRST)


def test_what_is_migrated_needs_no_plan_and_none_when_it_comes_back(world):
    policy = history(world, interpretations=1)
    migrate(world, [policy])
    withdraw(world, policy)

    rerelease(world, policy)

    assert fresh(policy).live


def test_a_supplement_is_not_held_against_the_plan(world):
    policy = released_set(world).policy
    video = InterpretationForm.objects.get(slug="shipin")

    assert supplement(world, policy, form=video).state == "released"


def test_the_plan_is_pinned_and_sealed_with_the_document(world):
    release = submit_kind(world, make_set(world, plan_outline=SECRET), FIRST)

    pinned = release.items.order_by("position").first().revision.as_object()
    assert pinned.plan_outline == SECRET


def test_no_public_answer_has_a_word_of_the_plan(client, world):
    lines = planned("jiedu", channels=SECRET, speaker=SECRET, responsible=SECRET)
    policy = make_set(
        world, plan_outline=SECRET, plan_responsible=SECRET, plan_reason=SECRET, plan_lines=lines
    )
    release_kind(world, policy, FIRST)
    own = fresh(policy).get_url()
    page = interpretations_of(policy)[0].get_url()

    addresses = [
        "/", own, f"{own}both/", page, "/policies/", "/interpretations/", "/policies/feed/",
        "/interpretations/feed/", "/sitemap.xml", f"/search/?q={SECRET[3:]}",
        "/api/v2/pages/?type=interpretations.PolicyPage&fields=*",
        f"/api/v2/pages/{policy.pk}/?fields=*",
    ]  # fmt: skip
    for address in addresses:
        answer = client.get(address)
        body = answer.getvalue().decode()
        assert answer.status_code == 200, address
        assert SECRET not in body and "plan_" not in body, address
