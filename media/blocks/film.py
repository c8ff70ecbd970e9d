"""A film with captions and a sound, each with everything it says as text (decision 0034)."""

from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructValue, TextBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from media import renditions
from media.blocks.caption_track import CaptionTrackBlock
from media.blocks.naming import NamingBlock
from media.captions.follow import starts
from media.captions.read import CaptionsRefused, Cue, read_text
from media.captions.write import track_of, webvtt
from media.models import Recording, RecordingFile
from media.recordings.chooser import RecordingChooserBlock
from media.serving import stored_size_and_time

NOT_A_FILM = _("这是音频，不是视频。请选一个视频，或者改用「音频」。")
NOT_A_SOUND = _("这是视频，不是音频。请选一个音频，或者改用「视频」。")


class RecordingValue(StructValue):
    """What the editor holds, and how it is read."""

    @cached_property
    def files(self) -> dict[str, RecordingFile]:
        """The further files of the recording, by role."""
        recording = self.get("recording")
        return recording.files_by_role() if recording else {}

    @cached_property
    def size(self) -> int | None:
        """Bytes of the larger file; None where there is none or it is lost."""
        recording = self.get("recording")
        if not (recording and recording.file):
            return None
        size_and_time = stored_size_and_time(recording.file.name)
        return size_and_time and size_and_time[0]

    @cached_property
    def paragraphs(self) -> list[tuple[str, float | None]]:
        """The transcript's paragraphs, each with the second at which it is said, where known."""
        lines = str(self.get("transcript") or "").splitlines()
        paragraphs = [line.strip() for line in lines if line.strip()]
        track = self.get("track")
        begins = _starts(tuple(paragraphs), track.text) if track else [None] * len(paragraphs)
        return list(zip(paragraphs, begins, strict=True))


class RecordingBlock(NamingBlock):
    """What a film and a sound have in common."""

    kind: Recording.Kind
    other_kind: Any
    recording = RecordingChooserBlock(label=_("影音"))
    title = CharBlock(label=_("标题"), required=False, max_length=120)
    transcript = TextBlock(
        label=_("文字稿"), rows=8,
        help_text=_("里面说了什么，都写在这里；换行就是另起一段。"),
    )  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Refuse a recording of the other kind."""
        cleaned = super().clean(value)
        recording = cleaned.get("recording")
        if recording and recording.kind != self.kind:
            raise StructBlockValidationError(
                {"recording": ValidationError(self.other_kind, code="kind")}
            )
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        """What is said in it; captions would only say it again."""
        return [value["title"], value["transcript"]]

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        """What a program can use: the addresses, and the words in their place."""
        recording = value.get("recording")
        representation = {"title": value["title"], "transcript": value["transcript"]}
        if recording is None or not recording.file:
            return representation
        return {
            **representation, "title": value["title"] or recording.title, "url": recording.file.url,
            "duration": recording.duration, "credit": recording.credit,
            "rights": recording.rights, "made_by_ai": recording.made_by_ai,
        }  # fmt: skip

    class Meta:
        value_class = RecordingValue


class SoundBlock(RecordingBlock):
    """A sound; who cannot hear it reads what is said."""

    kind = Recording.Kind.SOUND
    other_kind = NOT_A_SOUND
    recording = RecordingChooserBlock(label=_("音频"))

    class Meta:
        icon = "media"
        label = _("音频")
        template = "blocks/sound.html"


class FilmBlock(RecordingBlock):
    """A film; who cannot hear it reads captions, who cannot see it the transcript."""

    kind = Recording.Kind.FILM
    other_kind = NOT_A_FILM
    recording = RecordingChooserBlock(label=_("视频"))
    captions = TextBlock(
        label=_("字幕"), required=False, rows=8,
        help_text=_("可以粘贴 SRT、ASS 或 WebVTT 字幕的全文，也可以边看边写；保存时会逐条检查。"),
    )  # fmt: skip
    poster = ImageChooserBlock(
        label=_("封面"), required=False, help_text=_("不选就用视频里的一幅画面。")
    )
    track = CaptionTrackBlock(required=False)

    def clean(self, value: Any) -> Any:
        """Check the captions against the film; refuse them, naming the cue."""
        cleaned = super().clean(value)
        cleaned["track"] = None
        recording, text = cleaned.get("recording"), cleaned["captions"]
        if not text.strip():
            return cleaned
        try:
            cues = read_text(text, recording.duration if recording else None)
        except CaptionsRefused as refusal:
            raise StructBlockValidationError(
                {"captions": ValidationError(str(refusal), code="captions")}
            ) from refusal
        cleaned["captions"] = webvtt(cues)
        cleaned["track"] = track_of(cleaned["captions"])
        return cleaned

    def get_prep_value(self, value: Any) -> dict[str, Any]:
        """Make the track for code that builds pages without a form."""
        if isinstance(value, RecordingValue) and value.get("captions") and not value.get("track"):
            cues = _cues(value["captions"])
            value["track"] = track_of(webvtt(cues)) if cues else None
        return super().get_prep_value(value)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict:
        """Add `poster`: the chosen picture's large size, else the one taken from the film."""
        context = super().get_context(value, parent_context)
        chosen = renditions.existing(value["poster"]).get("large") if value.get("poster") else None
        poster = chosen or value.files.get("poster")
        context["poster"] = poster.file.url if poster else None
        return context

    def get_api_representation(self, value: Any, context: dict | None = None) -> dict[str, Any]:
        representation = super().get_api_representation(value, context)
        small_file, track = value.files.get("small"), value.get("track")
        return {
            **representation,
            "small": small_file.file.url if small_file else None,
            "poster": self.get_context(value)["poster"],
            "captions": track.file.url if track else None,
        }

    class Meta:
        icon = "media"
        label = _("视频")
        template = "blocks/film.html"
        form_classname = "struct-block caption-editor"
        form_attrs = {"data-controller": "caption-editor"}


def _cues(text: str) -> list[Cue]:
    """The cues of a text that was checked before; none where it cannot be read."""
    try:
        return read_text(text)
    except CaptionsRefused:
        return []


@lru_cache(maxsize=128)
def _starts(paragraphs: tuple[str, ...], text: str) -> list[float | None]:
    """When each paragraph is said; kept, since a page is read more often than it changes."""
    return starts(paragraphs, _cues(text))
