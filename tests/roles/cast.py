"""Everybody who may sit down at the desk: one person for each role, and a visitor."""

import datetime

from django.contrib.auth.models import Permission
from django.utils import timezone

from interpretations.models import Deputation
from tests.factories import World
from tests.support.forms import DeskClient

VISITOR = "visitor"
ROLES = (
    VISITOR,
    "gone",  # a leader of the department who has left: the account is switched off
    "drafter",  # wrote the set and submits it
    "colleague",  # of the same department, wrote nothing
    "stranger",  # drafts for another department, which is joint in one state
    "leader",
    "leader2",  # of the other department
    "deputy",  # stands in for the leader
    "editor",
    "duty",  # may act in an emergency
    "admin",  # a superuser in no group
)


class Cast(World):
    """The people of the world by role."""

    def __init__(self, make_user):
        super().__init__()
        mine = f"{self.department.title}起草组"
        self.colleague = make_user(username="colleague", groups=[mine])
        self.gone = make_user(username="gone", groups=[mine, "部门负责人"], is_active=False)
        self.stranger = self.drafter2
        self.deputy = make_user(username="deputy")
        self.deputy.user_permissions.add(Permission.objects.get(codename="access_admin"))
        today = timezone.localdate()
        Deputation.objects.create(
            principal=self.leader,
            deputy=self.deputy,
            starts=today,
            ends=today + datetime.timedelta(days=7),
        )

    def client(self, role):
        """A browser of this person, signed in if the site lets them."""
        client = DeskClient()
        if role != VISITOR:
            client.force_login(getattr(self, role))
        return client
