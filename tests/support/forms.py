"""A browser at a form of ours: it sends back what the page carried when it was opened.

The pages themselves are asked in `editorial/test_shown`; everywhere else the number is computed.
"""

from django.test import Client
from django.urls import Resolver404, resolve

from interpretations.editorial.forms import is_id
from interpretations.models import DepartmentPage, JointDepartment, PolicyPage, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.emergency import under_way
from interpretations.releases.pins.candidates import candidates_of, candidates_of_sets
from interpretations.releases.pins.shown import shown_candidates
from interpretations.releases.pins.shown_release import number_of_release
from interpretations.releases.submission.join import shown_departments
from interpretations.releases.submission.migrate import migration_drafts
from interpretations.releases.submission.offers import emergency_kind, first_kind


class DeskClient(Client):
    """Opens the form in the moment in which it is sent, unless the test says what it carried."""

    def post(self, path, data=None, *args, **kwargs):
        if isinstance(data, dict | None) and "shown" not in (data or {}):
            data = {**carried_by(path), **(data or {})}
        return super().post(path, data, *args, **kwargs)


def carried_by(path):
    """The hidden fields of the form at this address, as it would be shown now."""
    address, _mark, query = path.partition("?")
    try:
        match = resolve(address)
    except Resolver404:
        return {}
    carries = CARRIES.get(match.url_name) if match.app_names == ["releases"] else None
    try:
        return {"shown": str(carries(query=query, **match.kwargs))} if carries else {}
    except (PolicyPage.DoesNotExist, DepartmentPage.DoesNotExist, Release.DoesNotExist):
        return {}


def _of_set(policy_id, kind="", query=""):
    policy = PolicyPage.objects.get(pk=policy_id)
    kind = kind or first_kind(policy)
    if kind not in ReleaseKind.values:
        return ""
    further = [int(pair[5:]) for pair in query.split("&") if is_id(pair[5:])]
    others = PolicyPage.objects.filter(pk__in=further).order_by("path")
    return shown_candidates(candidates_of_sets([policy, *others], kind))


def _of_emergency(policy_id, query):
    policy = PolicyPage.objects.get(pk=policy_id)
    waiting = under_way(policy).values_list("pk", flat=True)
    return shown_candidates(candidates_of(policy, emergency_kind(policy)), waiting)


def _of_migration(department_id, query):
    drafts = migration_drafts(DepartmentPage.objects.get(pk=department_id))
    return shown_candidates(candidates_of_sets(drafts, ReleaseKind.MIGRATION))


def _of_release(pk, query):
    return number_of_release(Release.objects.get(pk=pk))


def _of_joint(policy_id, query):
    joint = JointDepartment.objects.filter(policy=policy_id)
    return shown_departments(joint.values_list("department_id", flat=True))


CARRIES = {
    "submit": _of_set,
    "act": _of_set,
    "emergency": _of_emergency,
    "migrate": _of_migration,
    "join": _of_joint,
    **dict.fromkeys(("decide", "take_back", "resume", "time"), _of_release),
}
