"""The prepared films and sounds are what their words and the documents say."""

import hashlib
import re

import pytest

from interpretations.demo import recordings
from interpretations.demo.content import load_sets
from interpretations.demo.content.recordings import load_recordings
from media.captions.read import read_text

NUMBER = re.compile(r"\d+(?:\.\d+)?")
each = pytest.mark.parametrize("prepared", load_recordings(), ids=lambda item: item.folder.name)


@each
def test_the_original_is_the_one_that_was_measured(prepared):
    original = prepared.folder / prepared.made["original"]

    assert hashlib.sha256(original.read_bytes()).hexdigest() == prepared.made["sha256"]


@each
def test_the_captions_say_what_the_words_say(prepared):
    cues = read_text(prepared.captions, prepared.made["duration"])

    sentences = [sentence for part in prepared.words["parts"] for sentence in part["say"]]
    assert [cue.text for cue in cues] == sentences


@each
def test_a_synthetic_voice_says_so_at_the_beginning(prepared):
    first = prepared.words["parts"][0]

    words = "".join(first["say"]) + first.get("card", {}).get("label", "")
    assert "由人工智能合成" in words


@each
def test_every_number_that_is_said_stands_in_the_document(prepared):
    (words,) = [words for words in load_sets() if words["slug"] == prepared.words["set"]]

    known = NUMBER.findall("".join(words["policy"]["body"]))
    assert set(NUMBER.findall(prepared.transcript)) <= set(known)


@pytest.mark.django_db
def test_a_recording_whose_files_were_not_stored_is_uploaded_by_the_next_demo(world, monkeypatch):
    prepared = load_recordings()[0]

    def stop(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(recordings, "store", stop)
        with pytest.raises(KeyboardInterrupt):
            recordings._recording(prepared, world.department, world.drafter)

    assert recordings._recording(prepared, world.department, world.drafter).is_ready
