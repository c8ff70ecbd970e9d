"""The town of the doors: one department with a public, a frozen and a draft set."""

from tests.doors.conftest import before, built, clients, recording, sound, town

__all__ = ["before", "built", "clients", "recording", "sound", "town"]
