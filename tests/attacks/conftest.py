"""The town of the doors: one department with a public, a frozen and a draft set; and the site as
deployed, with one that is public."""

from tests.attacks.deployed import deployed
from tests.doors.conftest import before, built, clients, recording, sound, town

__all__ = ["before", "built", "clients", "deployed", "recording", "sound", "town"]
