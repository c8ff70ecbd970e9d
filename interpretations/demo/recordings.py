"""Films and sounds that come prepared, so that a machine without ffmpeg shows them too."""

from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.models import Collection

from interpretations.demo.content.recordings import (
    POSTER_AT,
    Prepared,
    load_recording,
    load_recordings,
)
from interpretations.demo.people import People
from interpretations.models import DepartmentPage
from media.models import Recording
from media.recordings.probe import Probed
from media.recordings.transcode import Made
from media.recordings.work import store

RIGHTS = "演示内容，自行制作"


def make_recordings(people: People) -> None:
    """Upload every recording that is not there yet, also what no set shows."""
    for prepared in load_recordings():
        department = DepartmentPage.objects.get(slug=prepared.words["department"])
        _recording(prepared, department, people.drafter_of(department))


def recording_value(block: dict[str, Any], department: DepartmentPage, user: Any) -> dict[str, Any]:
    """The value of a film's or a sound's block: the recording with everything that it says."""
    prepared = load_recording(block["recording"])
    value = {
        "recording": _recording(prepared, department, user),
        "title": prepared.words["title"],
        "transcript": prepared.transcript,
    }
    if block["type"] == Recording.Kind.FILM:
        value |= {"captions": prepared.captions, "poster": None, "track": None}
    return value


def _recording(prepared: Prepared, department: DepartmentPage, user: Any) -> Recording:
    """Return the upload of this original in the department's library, made when it is absent."""
    collection, measures = Collection.objects.get(name=department.title), prepared.made
    uploads = Recording.objects.filter(collection=collection, sha256=measures["sha256"])
    return uploads.first() or _upload(prepared, collection, user)


@transaction.atomic
def _upload(prepared: Prepared, collection: Collection, user: Any) -> Recording:
    """Store the original as an upload does, and what was made of it as the worker does."""
    words, measures = prepared.words, prepared.made
    path = prepared.folder / measures["original"]
    name = prepared.folder.name + path.suffix
    with path.open("rb") as original:
        recording = Recording.objects.create(
            kind=words["kind"],
            title=words["title"],
            credit=collection.name,
            rights=RIGHTS,
            # The voice is synthetic.
            made_by_ai=True,
            poster_at=POSTER_AT if words["kind"] == Recording.Kind.FILM else None,
            original=File(original, name),
            original_name=name,
            sha256=measures["sha256"],
            duration=measures["duration"],
            collection=collection,
            uploaded_by_user=user,
            state=Recording.State.WORKING,
        )
    files = {
        role: Made(prepared.folder / name, width, height)
        for role, (name, width, height) in measures["files"].items()
    }
    store(recording, Probed(words["kind"], measures["duration"]), files)
    recording.refresh_from_db()
    return recording
