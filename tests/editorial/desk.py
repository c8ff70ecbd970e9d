"""People at their desks: signed-in browsers, and a set ready for each kind of release."""

import datetime

from django.urls import reverse
from django.utils import timezone

from interpretations.models import InterpretationPage, PolicyPage, Release
from interpretations.models.kinds import ReleaseKind
from interpretations.releases.execution.execute import execute
from interpretations.releases.review.decide import decide, may_decide
from interpretations.releases.submission.submit import Submission, submit
from tests.factories import UserFactory, make_interpretation, make_set, released_set
from tests.support.forms import DeskClient

NOW = {"when": "now"}


def as_user(user):
    client = DeskClient()
    client.force_login(user)
    return client


def text_of(response):
    return response.content.decode()


def page_of(name, *args):
    return reverse(f"releases:{name}", args=args)


def other_leader(world):
    return UserFactory(groups=[f"{world.other_department.title}起草组", "部门负责人"])


def duty_officer():
    return UserFactory(name="郑值班", groups=["值班负责人"])


def sign(world, release):
    """Let everybody whose turn it is agree, then release; works for every chain."""
    everybody = [world.leader, other_leader(world), world.editor, UserFactory(groups=["新闻办"])]
    while release.steps.undecided().exists():
        user = next(u for u in everybody if may_decide(u).filter(release=release).exists())
        decide(may_decide(user).get(release=release).pk, user, "approve", "同意")
    return execute(release.pk)


def public_set(world, interpretations=1, **fields):
    return PolicyPage.objects.get(
        pk=released_set(world, interpretations=interpretations, **fields).policy_id
    )


def changed_set(world):
    """A public document with a newer draft."""
    policy = public_set(world)
    draft = policy.get_latest_revision_as_object()
    draft.recipients = "各县（市、区）人民政府"
    draft.save_revision(user=world.drafter)
    return policy


def supplemented_set(world):
    """A public document with one more interpretation, still a draft."""
    policy = public_set(world)
    make_interpretation(policy, world.drafter)
    return policy


def withdrawn_set(world):
    policy = public_set(world)
    submission = Submission(kind=ReleaseKind.WITHDRAWAL, note="有误")
    sign(world, submit(policy.pk, world.drafter, submission))
    return PolicyPage.objects.get(pk=policy.pk)


def children(policy, **filters):
    return list(InterpretationPage.objects.child_of(policy).filter(**filters).order_by("path"))


def _ids(pages):
    return {"members": [page.pk for page in pages]}


def _feature_day(world, policy):
    return {"feature_until": (timezone.localdate() + datetime.timedelta(days=7)).isoformat()}


# Kind -> a set for which it is offered, and what its form says beside the time.
ACTS = {
    ReleaseKind.FIRST: (make_set, lambda w, p: _ids([p, *children(p)])),
    ReleaseKind.SUPPLEMENT: (supplemented_set, lambda w, p: _ids(children(p, live=False))),
    ReleaseKind.CORRECTION: (changed_set, lambda w, p: _ids([p]) | {"note": "收件单位写全了。"}),
    ReleaseKind.REMOVAL: (
        lambda w: public_set(w, interpretations=2),
        lambda w, p: _ids(children(p)[1:]) | {"note": "这份解读已过时。"},
    ),
    ReleaseKind.WITHDRAWAL: (public_set, lambda w, p: {"note": "文件有误，修改后重新发布。"}),
    ReleaseKind.RERELEASE: (withdrawn_set, lambda w, p: _ids([p, *children(p)])),
    ReleaseKind.TRANSFER: (
        public_set,
        lambda w, p: {"target_department": w.other_department.pk},
    ),
    ReleaseKind.FEATURE: (public_set, _feature_day),
}


def ready_for(world, kind):
    """Return a set, the address of the form, and what a person fills in."""
    prepare, data = ACTS[kind]
    policy = prepare(world)
    return policy, page_of("act", policy.pk, kind), {**NOW, **data(world, policy)}


def newest():
    return Release.objects.order_by("-pk").first()
