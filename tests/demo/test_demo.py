"""The demonstration shows every kind of release, and everything in it keeps the promises."""

from datetime import date
from io import StringIO
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from accounts.models import User
from interpretations.blocks import InterpretationBody
from interpretations.models import (
    ColumnFeature,
    Deputation,
    InterpretationPage,
    JointDepartment,
    LedgerEntry,
    PolicyPage,
    Release,
    ReviewStep,
)
from interpretations.models.kinds import OPEN_STATES, ReleaseKind, ReleaseState
from interpretations.reading.validity import WORDS, code_on
from interpretations.releases.audit.public_state import violations
from interpretations.releases.review.deciders import may_decide
from interpretations.releases.submission.rights import may_act_in_emergency
from media.charts import draw
from media.models import CaptionTrack, ChartDrawing, Recording, RecordingFile
from media.permissions import permission_policy
from tests.support.public_files import statuses

pytestmark = pytest.mark.usefixtures("unfounded")

WITHDRAWN = "/policies/zhujian/jiujiangui-2026-5/"
TRANSFERRED = "/policies/{}/jiushijiangui-2026-5/"
REMOVED = "/policies/jiaoyu/jiujiaofa-2026-9/wenda/"
# A day on which the fixed dates of the documents stand on either side.
DAY = date(2026, 11, 25)


def run(**options) -> tuple[str, str]:
    """What the command says, and what it complains of."""
    out, err = StringIO(), StringIO()
    call_command("demo", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def numbered(number: str) -> PolicyPage:
    return PolicyPage.objects.get(doc_number=number)


class TheDemonstration(TestCase):
    @classmethod
    def setUpTestData(cls):
        # As on a machine without a Chinese font.
        with mock.patch.object(draw, "writes_chinese", return_value=False):
            cls.output, cls.errors = run()

    def test_nothing_stood_in_its_way(self):
        assert self.errors == ""

    def test_keeps_every_promise(self):
        assert list(violations()) == []

    def test_shows_every_kind_of_release(self):
        released = Release.objects.filter(state=ReleaseState.RELEASED)

        assert set(released.values_list("kind", flat=True)) == set(ReleaseKind.values)

    def test_shows_every_state_of_a_release(self):
        assert set(Release.objects.values_list("state", flat=True)) == set(ReleaseState.values)

    def test_shows_every_kind_of_block_in_public(self):
        bodies = [page.body for page in InterpretationPage.objects.public()]
        shown = {child.block_type for body in bodies for child in body}

        assert set(InterpretationBody().child_blocks) - shown == set()

    def test_a_film_is_public_with_its_files_captions_and_words(self):
        page = InterpretationPage.objects.public().get(form__name="视频")
        (film,) = [child.value for child in page.body if child.block_type == "film"]
        response = self.client.get(page.url)
        text = response.content.decode()

        assert response.status_code == 200
        assert statuses(film["recording"]) == statuses(film["track"]) == {200}
        assert film["track"].file.url in text
        assert all(paragraph in text for paragraph, _start in film.paragraphs)
        assert None not in [start for _paragraph, start in film.paragraphs]

    def test_a_sound_is_public_with_its_file_and_words(self):
        page = InterpretationPage.objects.public().get(form__name="音频")
        (sound,) = [child.value for child in page.body if child.block_type == "sound"]
        text = self.client.get(page.url).content.decode()

        assert statuses(sound["recording"]) == {200}
        assert all(paragraph in text for paragraph, _start in sound.paragraphs)

    def test_every_chart_can_be_downloaded_as_a_picture(self):
        drawings = ChartDrawing.objects.all()

        assert drawings
        assert [drawing for drawing in drawings if not hasattr(drawing, "picture")] == []

    def test_one_recording_waits_in_the_drafters_library_for_a_page(self):
        (waiting,) = [row for row in Recording.objects.all() if statuses(row) == {404}]
        drafter = User.objects.get(username="drafter")
        offered = permission_policy.instances_user_has_permission_for(drafter, "choose")

        assert waiting.is_ready
        assert waiting in offered

    def test_a_synthetic_voice_is_marked(self):
        assert set(Recording.objects.values_list("made_by_ai", flat=True)) == {True}

    def test_shows_every_validity(self):
        codes = PolicyPage.objects.public().annotate(code=code_on(DAY))

        assert set(codes.values_list("code", flat=True)) == set(WORDS)

    def test_a_second_run_makes_nothing(self):
        def rows():
            return [
                model.objects.count()
                for model in (
                    PolicyPage, InterpretationPage, Release, LedgerEntry, Deputation,
                    Recording, RecordingFile, CaptionTrack,
                )
            ]  # fmt: skip

        before = rows()
        output, errors = run()

        assert "新建 0 组" in output
        assert errors == ""
        assert rows() == before

    def test_a_set_that_its_people_have_changed_is_left_alone(self):
        policy = numbered("九人社字〔2026〕88号")
        waiting = policy.releases.get()

        run()

        assert policy.releases.get() == waiting
        assert waiting.steps.undecided().count() == 2

    def test_a_withdrawn_set_says_why_it_is_gone(self):
        response = self.client.get(WITHDRAWN)

        assert response.status_code == 410
        assert "现予撤回" in response.content.decode()

    def test_a_removed_interpretation_is_gone_and_its_document_stays(self):
        assert self.client.get(REMOVED).status_code == 410
        assert self.client.get(REMOVED.removesuffix("wenda/")).status_code == 200

    def test_a_transferred_set_is_found_from_its_former_address(self):
        response = self.client.get(TRANSFERRED.format("shichang"))

        assert response.status_code == 301
        assert response["Location"].endswith(TRANSFERRED.format("jiaoyu"))

    def test_a_corrected_document_bears_its_note_and_the_right_words(self):
        page = numbered("九市监规〔2026〕2号")
        text = self.client.get(page.url).content.decode()

        assert "现予更正" in text
        assert "被查实3次以上" in text
        assert "被查实2次以上" not in text

    def test_what_was_released_again_is_pinned_for_some_weeks(self):
        pin = ColumnFeature.objects.get()

        assert pin.page.specific == numbered("九医保发〔2026〕39号")
        assert 14 <= (pin.until - timezone.localdate()).days <= 28

    def test_rules_are_explained_by_the_interpretation_of_their_measure(self):
        rules = numbered("九建规〔2026〕4号")

        assert not InterpretationPage.objects.child_of(rules).exists()
        assert rules.is_public

    def test_historic_documents_keep_the_dates_on_which_they_were_public_before(self):
        migrated = Release.objects.get(kind=ReleaseKind.MIGRATION).items.select_related("page")

        years = {item.page.first_published_at.year for item in migrated}

        assert years == {2019, 2020, 2022}

    def test_the_emergency_still_waits_for_somebody_else(self):
        (release,) = Release.objects.flagged()
        step = release.steps.get()

        assert release.submitted_by.username == "publisher"
        assert may_decide(User.objects.get(username="editor")).filter(pk=step.pk).exists()
        assert not may_decide(User.objects.get(username="publisher")).filter(pk=step.pk).exists()

    def test_only_the_duty_officer_may_act_in_an_emergency(self):
        able = [user.username for user in User.objects.all() if may_act_in_emergency(user)]

        assert able == ["publisher"]

    def test_somebody_has_decided_for_the_leader(self):
        step = ReviewStep.objects.get(on_behalf_of__isnull=False)

        assert (step.decided_by.username, step.on_behalf_of.username) == ("secrecy", "leader")

    def test_two_departments_draft_one_document(self):
        joint = JointDepartment.objects.get()

        authors = set(
            InterpretationPage.objects.child_of(joint.policy).values_list(
                "owner__username", flat=True
            )
        )

        assert authors == {"drafter", "drafter2"}

    def test_a_reposted_interpretation_names_its_source(self):
        page = InterpretationPage.objects.get(source_url__gt="")

        assert page.policy.external
        assert page.source_name in self.client.get(page.url).content.decode()

    def test_every_set_in_review_has_a_plan_of_its_own(self):
        for release in Release.objects.filter(state__in=OPEN_STATES):
            draft = release.policy.get_latest_revision_as_object()

            assert draft.plan_outline
            assert draft.plan_lines.exists()

    def test_the_scheduled_set_lies_ahead(self):
        release = Release.objects.get(state=ReleaseState.APPROVED)

        assert release.due_at > timezone.now()
