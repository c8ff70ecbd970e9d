"""What the captions' editor asks for: the film, captions as a list, and a first draft of them."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from media.captions.read import MOST_CUES, CaptionsRefused, Cue, check, decode, doubts, understood
from media.captions.spread import LONGEST, spread
from media.desk.writers import WriterView
from media.intake import CAPTION, RefusedUploadError, accept
from media.models import Recording
from media.permissions import USING, permission_policy
from media.recordings.sentences import state_of
from media.serving import is_needed_by

MOST_TOLD = 5  # sentences
LONGEST_TRANSCRIPT = MOST_CUES * LONGEST  # characters


class FilmView(View):
    """GET: `{state, sentence, duration, url, poster}` of a recording that this person may use."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        recording = get_object_or_404(Recording.objects.select_related("collection"), pk=pk)
        if not _may_use(request.user, recording):
            raise Http404  # to people who may not use it, it is not there (P7)
        files = recording.files_by_role()
        # The smaller size is enough to listen and to mark.
        playable = files.get("small", recording)
        poster = files.get("poster")
        return JsonResponse(
            {
                "state": recording.state,
                "sentence": state_of(recording),
                "duration": recording.duration,
                "url": playable.file.url if recording.is_ready else None,
                "poster": poster.file.url if poster else None,
            }
        )


class CaptionsView(WriterView):
    """POST captions as `text` or as `file`, and the `recording`: `{cues, problem, number}`.

    A cue is `{start, end, text}`, times in seconds. `problem` is a sentence or null, `number`
    the cue that it means, counted from 1; what is only doubtful may be saved all the same.
    Without `cues` nothing was understood. Writes nothing.
    """

    def post(self, request: HttpRequest) -> JsonResponse:
        cues: list[Cue] = []
        try:
            cues = understood(_text(request))
            check(cues, _duration(request))
        except RefusedUploadError as refusal:
            return _answer(cues, refusal.sentence())
        except CaptionsRefused as refusal:
            return _answer(cues, str(refusal), refusal.number)
        told = list(doubts(cues))
        return _answer(cues, _together(told), told[0][0] if told else None)


class CaptionsDraftView(WriterView):
    """POST a `transcript` and its `recording`: its sentences spread over the duration."""

    def post(self, request: HttpRequest) -> JsonResponse:
        duration, transcript = _duration(request), request.POST.get("transcript", "")
        if not duration:
            return _answer([], _("视频处理完以后才能起草字幕。"))
        too_long = len(transcript) > LONGEST_TRANSCRIPT
        cues = [] if too_long else spread(transcript.splitlines(), duration)
        if too_long or len(cues) > MOST_CUES:
            return _answer([], _("文字稿太长，不像是这个视频说的话。请检查。"))
        return _answer(cues, None if cues else _("文字稿还是空的。先写文字稿，再由它起草字幕。"))


def _together(told: list[tuple[int, str]]) -> str | None:
    """Doubts as one text: what was left out of a file is said here and never again."""
    sentences = [sentence for _number, sentence in told[:MOST_TOLD]]
    if len(told) > MOST_TOLD:
        sentences.append(_("还有 %d 处要核对。") % (len(told) - MOST_TOLD))
    return " ".join(sentences) or None


def _may_use(user: Any, recording: Recording) -> bool:
    return permission_policy.user_has_any_permission_for_instance(
        user, USING, recording
    ) or is_needed_by(user, recording)


def _duration(request: HttpRequest) -> float | None:
    """Seconds; None where no film is chosen, it is not this person's, or it is not known yet."""
    pk = request.POST.get("recording", "")
    if not (pk.isdecimal() and len(pk) < 16):
        return None
    recording = Recording.objects.select_related("collection").filter(pk=int(pk)).first()
    return recording.duration or None if recording and _may_use(request.user, recording) else None


def _text(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None:
        return request.POST.get("text", "")
    with accept(upload, CAPTION).content as content:
        return decode(content.read())


def _answer(cues: list[Cue], problem: str | None = None, number: int | None = None) -> JsonResponse:
    if len(cues) > MOST_CUES:
        cues = []  # nobody writes that many; a browser would stand still
    rows = [{"start": cue.start, "end": cue.end, "text": cue.text} for cue in cues]
    return JsonResponse({"cues": rows, "problem": problem, "number": number})
