"""What is wrong with the files and charts of one member, before it may be submitted."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from interpretations.releases.execution.indexing import plain
from interpretations.releases.pins.finding import Finding
from interpretations.releases.pins.pin import Pinned
from interpretations.releases.submission.recording_findings import recording_findings
from media.attachments import missing_twins
from media.charts.table import doubts_of
from media.intake import sentences
from media.models import ChartDrawing, Recording, SiteDocument, SlicedPicture
from media.recordings.sentences import state_of


def file_findings(member: Pinned) -> list[Finding]:
    """Return files that are gone, pictures that cannot be read, charts that were not drawn."""
    page_id = member.page.pk
    findings = []
    for target in member.reached:
        row = target.instance
        if isinstance(row, Recording) and not row.is_ready:
            findings.append(Finding("recording_unready", _unready(row), page_id))
        elif target.is_file and not row.file.storage.exists(row.file.name):
            findings.append(Finding("file_gone", _gone(row), page_id))
        elif (target.content_type.pk, target.object_id) in member.broken:
            findings.append(Finding("picture_broken", _broken(row), page_id))
    documents = [
        target.instance for target in member.reached if isinstance(target.instance, SiteDocument)
    ]
    for ofd in missing_twins(documents):
        sentence = _("「%s」是 OFD，很多人打不开。请再传一份同名的 PDF。") % ofd.title
        findings.append(Finding("ofd_alone", sentence, page_id))
    findings += _notes_of_examination(member)
    for child in _undrawn(member.shown):
        sentence = _("图表「%s」还没有画成。请打开它重新保存。") % child.value["title"]
        findings.append(Finding("chart_undrawn", sentence, page_id, path=f"body.{child.id}"))
    findings += _doubtful_charts(member.shown)
    findings += [
        Finding("no_alternative", sentence, page_id, path=f"body.{place}")
        for place, sentence in _unsaid(member.shown)
    ]
    findings += recording_findings(page_id, member.shown.body)
    return findings


def _notes_of_examination(member: Pinned) -> Iterator[Finding]:
    """What the examination of an upload asked to look at: hidden sheets, tracked changes."""
    for target in member.reached:
        examination = getattr(target.instance, "examination", None) or {}
        # An OFD without its PDF is refused below, so nobody is told to look at it as well.
        notes = [note for note in examination.get("told", []) if note[0] != "ofd_twin"]
        for number, line in enumerate(sentences.told(notes)):
            sentence = _("「%(title)s」请注意：%(told)s") % {
                "title": target.instance.title,
                "told": line,
            }
            code = f"told_{target.content_type.model}_{target.object_id}_{number}"
            yield Finding(code, sentence, member.page.pk, blocks=False)


def _unready(recording: Recording) -> str:
    return _("「%(title)s」还不能用：%(state)s") % {
        "title": recording.title,
        "state": state_of(recording),
    }


def _gone(instance: Any) -> str:
    if isinstance(instance, ChartDrawing):
        return _("图表「%s」的文件丢失了，请打开它改一处，重新保存。") % instance.title
    return _("文件「%s」已经丢失，请重新上传。") % instance.title


def _broken(instance: Any) -> str:
    if isinstance(instance, ChartDrawing):
        return _("图表「%s」的图片没有做成，请过一会儿再送审。") % instance.title
    if isinstance(instance, SlicedPicture):
        return _("长图「%s」没有切成，请换一张 PNG 或 JPEG 图片再送审。") % instance.title
    return _("图片「%s」打不开，请换一张。") % instance.title


def _undrawn(page: Any) -> Iterator[Any]:
    """The charts whose table became no drawing."""
    for child in page.body:
        if child.block_type == "chart" and not child.value.get("drawing"):
            yield child


def _doubtful_charts(page: Any) -> Iterator[Finding]:
    """Totals drawn beside what they sum up, or that are not the sum: somebody has said so."""
    for child in page.body:
        if child.block_type != "chart":
            continue
        value = child.value
        if doubts := doubts_of(value["data"], bool(value.get("transposed"))):
            facts = {"title": value["title"], "told": "".join(doubts)}
            # Another table is another question; the drawing tells them apart.
            code = (
                f"chart_total_{page.pk}_{child.id}_{getattr(value.get('drawing'), 'key', '')[:12]}"
            )
            sentence = _("图表「%(title)s」请核对：%(told)s") % facts
            yield Finding(code, sentence, page.pk, blocks=False, path=f"body.{child.id}.data")


def _unsaid(page: Any) -> Iterator[tuple[str, str]]:
    """Pictures of which somebody who cannot see them would learn nothing: place and sentence."""
    for child in page.body:
        if child.block_type == "picture" and not _says(child.value, "alt"):
            sentence = _("图片「%s」缺少替代文字，请写上图里说了什么。")
            yield f"{child.id}.alt", sentence % _title(child.value)
        elif child.block_type == "infographic":
            if not _says(child.value, "alt"):
                sentence = _("长图「%s」缺少替代文字，请用一句话写上图讲什么。")
                yield f"{child.id}.alt", sentence % _title(child.value)
            if not _says(child.value, "long_description"):
                sentence = _("长图「%s」缺少文字说明，请把图里的内容写成文字。")
                yield f"{child.id}.long_description", sentence % _title(child.value)
        elif child.block_type == "gallery":
            items = child.value["items"].bound_blocks
            for number, item in enumerate(items, 1):
                if not _says(item.value, "alt"):
                    sentence = _("图片集「%(title)s」的第 %(number)d 张缺少替代文字。") % {
                        "title": child.value["title"],
                        "number": number,
                    }
                    yield f"{child.id}.items.{item.id}.alt", sentence


def _says(value: Any, name: str) -> bool:
    return bool(plain(str(value.get(name) or "")))


def _title(value: Any) -> str:
    return value["image"].title if value.get("image") else ""
