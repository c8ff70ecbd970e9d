"""Lists, rules and chains that a city keeps, and what a new site starts with."""

import pytest
from django.contrib.auth.models import Group

from interpretations.models import (
    ExemptionReason,
    InterpretationForm,
    ReleaseRules,
    ReviewChain,
)
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import may_act_in_emergency
from interpretations.releases.submission.chain import chain_for
from interpretations.releases.submission.submit import Submission, submit
from interpretations.setup.site import setup_review
from tests.editorial.desk import as_user, duty_officer, text_of
from tests.factories import make_policy

pytestmark = pytest.mark.django_db

SNIPPETS = "/admin/snippets/interpretations"


def labels(kind, policy, emergency=False):
    return [step.label for step in chain_for(kind, policy, emergency).steps.all()]


def test_a_transfer_passes_both_departments_and_the_news_office(world):
    policy = make_policy(world)

    chain = chain_for(ReleaseKind.TRANSFER, policy)

    steps = [(s.own_department, s.receiving_department) for s in chain.steps.all()]
    assert steps == [(True, False), (False, True), (False, False)]


@pytest.mark.parametrize("kind", [ReleaseKind.FIRST, ReleaseKind.WITHDRAWAL])
def test_an_emergency_has_a_short_chain_of_its_own(world, kind):
    policy = make_policy(world)

    assert len(labels(kind, policy, emergency=True)) == 1
    assert len(labels(kind, policy)) == 2


def test_the_duty_officer_alone_may_act_in_an_emergency(world):
    people = [world.drafter, world.leader, world.editor]

    assert may_act_in_emergency(duty_officer())
    assert not any(may_act_in_emergency(user) for user in people)


def test_founding_again_brings_back_nothing_that_the_city_took_away(world):
    ReviewChain.objects.filter(kind=ReleaseKind.TRANSFER).delete()
    Group.objects.get(name="值班负责人").permissions.clear()

    setup_review()

    assert not ReviewChain.objects.filter(kind=ReleaseKind.TRANSFER).exists()
    assert not may_act_in_emergency(duty_officer())


def test_a_new_site_has_reasons_and_forms_for_what_is_major(world):
    slugs = set(ExemptionReason.objects.values_list("slug", flat=True))

    assert {"renshi", "biaozhang", "pifu", "zhuanfa", "history"} <= slugs
    assert InterpretationForm.objects.filter(suits_major=True).count() == 4


def test_the_administrator_adds_a_reason_and_others_do_not(world):
    data = {"name": "涉密事项", "slug": "shemi", "sort_order": 9}
    url = f"{SNIPPETS}/exemptionreason/add/"

    refused = as_user(world.editor).post(url, data)
    as_user(world.admin).post(url, data)

    assert refused.status_code == 403 and "涉密事项" in refused.content.decode()
    assert ExemptionReason.objects.get(slug="shemi").name == "涉密事项"


def test_a_reason_that_a_release_asked_for_is_not_deleted(world):
    policy = make_policy(world)
    reason = ExemptionReason.objects.get(slug="renshi")
    submission = Submission(frozenset([policy.pk]), exemptions={policy.pk: (reason.pk, "")})
    submit(policy.pk, world.drafter, submission)

    response = as_user(world.admin).post(
        f"{SNIPPETS}/exemptionreason/delete/{reason.pk}/", follow=True
    )

    assert ExemptionReason.objects.filter(pk=reason.pk).exists()
    assert "不能删除" in text_of(response)


def test_the_chain_editor_asks_for_everything_a_chain_has(world):
    chain = ReviewChain.objects.get(kind=ReleaseKind.TRANSFER)

    text = text_of(as_user(world.admin).get(f"{SNIPPETS}/reviewchain/edit/{chain.pk}/"))

    for name in ("kind", "genres", "emergency", "steps-0-receiving_department", "active"):
        assert f'name="{name}"' in text


def test_the_rules_are_edited_under_settings_in_plain_words(world):
    rules = ReleaseRules.load()
    url = f"/admin/settings/interpretations/releaserules/{rules.pk}/"
    client = as_user(world.admin)

    text = text_of(client.get(url))
    client.post(url, {"migration_limit": 50, "migration_sample": 3, "captions_days": 5})

    for words in ("送审要有解读方案", "重大文件要有发布会等形式", "视频字幕可以晚几天"):
        assert words in text
    assert (ReleaseRules.load().plan_required, ReleaseRules.load().migration_limit) == (False, 50)


def test_only_the_administrator_edits_the_rules(world):
    rules = ReleaseRules.load()
    url = f"/admin/settings/interpretations/releaserules/{rules.pk}/"

    as_user(world.editor).post(
        url, {"migration_limit": 50, "migration_sample": 3, "captions_days": 5}
    )

    assert ReleaseRules.load().migration_limit == 200
