"""Every hostile or broken file is refused with one sentence, or let in without what it hid.

Starting a child process costs many times what examining a small file does: the corpus is examined
by the child's own function in this process, from its order to its answer; in a real child one file
of each kind, and every bomb.
"""

import dataclasses
import io
import re
import tempfile
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from media.intake import RefusedUploadError, accept
from media.intake import acceptance as door
from tests.media.hostile import archives, office, papers, pictures
from tests.support.memory import not_grown

COLLECTIONS = (pictures, archives, office, papers)
REFUSED = {name: case for module in COLLECTIONS for name, case in module.REFUSED.items()}
CLEANED = {name: case for module in COLLECTIONS for name, case in module.CLEANED.items()}
BOMBS = sorted(name for module in COLLECTIONS for name in module.BOMBS)
# The last file of each kind that is refused, and of each that is cleaned.
IN_A_CHILD = {kind: name for name, (kind, *_) in REFUSED.items() if name not in BOMBS}
CLEANED_IN_A_CHILD = {kind: name for name, (kind, *_) in CLEANED.items()}
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def own_folder_for_temporary_files(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def everything_stored():
    """Every file under the folders of the site, and in the one for temporary files."""
    roots = (settings.MEDIA_ROOT, settings.MEDIA_WORK_ROOT, settings.MEDIA_ORIGINALS_ROOT)
    return {path for root in (*roots, tempfile.gettempdir()) for path in Path(root).rglob("*")}


def refusal_of(name, megabytes=1024):
    """The refusal of a file; the process that serves may grow by so much meanwhile."""
    kind, _code, make = REFUSED[name]
    content = ContentFile(make(), name)
    with not_grown(megabytes), pytest.raises(RefusedUploadError) as caught:
        accept(content, kind)
    return caught.value


def unpacked(data):
    """All bytes that a reader could get at: parts of a zip, objects of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return b"".join(n.encode() + opened.read(n) for n in opened.namelist())
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as opened:
            whole = io.BytesIO()
            opened.save(
                whole,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
                stream_decode_level=pikepdf.StreamDecodeLevel.all,
                compress_streams=False,
            )
        return whole.getvalue() + data[data.rindex(b"%%EOF") :]
    return data


def is_refused(name, **limits):
    before = everything_stored()

    refusal = refusal_of(name, **limits)

    assert refusal.code == REFUSED[name][1]
    assert re.fullmatch(r"[^\n%]+。", str(refusal))
    assert {p for p in everything_stored() - before if p.is_file()} == set()


def is_cleaned(name):
    kind, code, secret, make = CLEANED[name]
    assert secret in unpacked(make()) or secret in make()

    accepted = accept(ContentFile(make(), name), kind)

    delivered = accepted.content.read()
    assert secret not in delivered and secret not in unpacked(delivered)
    assert code is None or code in accepted.examination["cleaned"]


def test_the_corpus_is_large():
    assert len(REFUSED) + len(CLEANED) >= 100


@pytest.mark.parametrize("name", [name for name in REFUSED if name not in BOMBS])
def test_a_hostile_file_is_refused_in_one_sentence_and_nothing_is_left(name, examined_here):
    is_refused(name)


@pytest.mark.parametrize("name", IN_A_CHILD.values())
def test_the_child_refuses_what_is_refused_here(name):
    is_refused(name)


@pytest.mark.parametrize("name", CLEANED)
def test_what_a_file_hid_is_not_delivered(name, examined_here):
    is_cleaned(name)


@pytest.mark.parametrize("name", CLEANED_IN_A_CHILD.values())
def test_the_child_cleans_what_is_cleaned_here(name):
    is_cleaned(name)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_little_memory_and_time(name, monkeypatch):
    # How long it waits for a processor says nothing about the file.
    little = dataclasses.replace(door.CHILD, memory=512 * MB, cpu_seconds=15, seconds=300)
    monkeypatch.setattr(door, "CHILD", little)

    is_refused(name, megabytes=32)


@pytest.mark.parametrize("limit", [{"memory": 400 * MB}, {"cpu_seconds": 2}, {"seconds": 0.5}])
def test_what_is_too_much_for_the_child_is_a_refusal_too(monkeypatch, limit):
    monkeypatch.setattr(door, "CHILD", dataclasses.replace(door.CHILD, **limit))
    before = everything_stored()

    with pytest.raises(RefusedUploadError) as caught:
        accept(ContentFile(office.many_elements(), "a.docx"), "attachment")

    assert caught.value.code == "too_heavy"
    assert {p for p in everything_stored() - before if p.is_file()} == set()
