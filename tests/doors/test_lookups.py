"""What the desk tells about pages of others, about ids that cannot be, and in which language."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.users.models import UserProfile

from interpretations.models import DepartmentPage
from interpretations.models.refusals import Refusal
from interpretations.releases.audit.public_state import violations
from tests.factories import make_policy, make_set, released_set, submit_set

pytestmark = pytest.mark.django_db
KEYWORDS = "/admin/tag-autocomplete/interpretations/keyword/"
HUGE = "9" * 30


def tagged(world, name):
    policy = make_policy(world)
    policy.keywords.add(name)
    policy.save()
    return policy


def test_keywords_of_drafts_of_another_department_are_not_proposed(world, client):
    tagged(world, "拆迁补偿新标准")

    client.force_login(world.drafter2)
    assert client.get(KEYWORDS, {"term": "拆"}).json() == []
    client.force_login(world.drafter)
    assert client.get(KEYWORDS, {"term": "拆"}).json() == ["拆迁补偿新标准"]


def test_submitting_what_one_may_not_see_answers_as_for_what_never_was(world, client):
    client.force_login(world.drafter2)

    for pk in (make_policy(world).pk, 99999999):
        assert client.get(reverse("releases:submit", args=[pk])).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["pages/{}/edit/", "pages/{}/", "images/{}/", "documents/edit/{}/", "releases/{}/",
     "releases/submit/{}/", "bulk/wagtailcore/page/delete/?id={}",
     "images/chooser/chosen-multiple/?id={}", "choose-page/chosen-multiple/?id={}",
     "api/main/pages/{}/", "api/main/images/{}/", "api/main/pages/?child_of={}"],
)  # fmt: skip
@pytest.mark.parametrize("who", ["drafter", "admin"])
def test_an_id_that_no_row_can_have_is_not_found(world, client, address, who):
    client.force_login(getattr(world, who))

    assert client.get(f"/admin/{address.format(HUGE)}").status_code == 404


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_refusal_speaks_the_language_of_the_persons_desk(world, client, language):
    release = submit_set(world, make_set(world))
    UserProfile.objects.create(user=world.admin, preferred_language=language)
    client.force_login(world.admin)
    answer = client.post(
        reverse("wagtailadmin_pages:unpublish", args=[release.policy_id]),
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    chinese = "正在审核" in answer.json()["error_message"]
    assert chinese is (language == "zh-hans")


@pytest.mark.parametrize("column", ["expire_at", "go_live_at"])
def test_no_date_is_put_on_a_shelf_and_wagtails_scheduler_ends_well(world, column):
    department = DepartmentPage.objects.get(pk=world.department.pk)
    setattr(department, column, timezone.now())
    with pytest.raises(Refusal):
        department.save()
    released_set(world)

    call_command("publish_scheduled")

    assert list(violations()) == []
    assert Page.objects.get(pk=department.pk).live


def test_no_revision_of_a_page_waits_for_a_date(world):
    department = DepartmentPage.objects.get(pk=world.department.pk)
    with pytest.raises(Refusal):
        department.save_revision(approved_go_live_at=timezone.now())


def test_the_editor_of_a_department_offers_no_date(world, client):
    client.force_login(world.admin)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[world.department.pk]))

    assert "expire_at" not in page.content.decode()
