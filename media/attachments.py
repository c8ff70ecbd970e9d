"""How attachments are shown to readers: what each is, and an OFD beside its PDF twin.

OFD (GB/T 33190) is what offices must keep and many citizens cannot open; the PDF of the same
name is the same document for everybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from media.examine.types import TYPES, ending_of
from media.intake.sentences import type_name
from media.models import SiteDocument

TYPE_OF_ENDING = {
    ending: file_type for file_type, entry in TYPES.items() for ending in entry.endings
}


@dataclass(frozen=True)
class Shown:
    """One attachment as a reader sees it; `twin` is the OFD of a PDF, shown beside it."""

    document: SiteDocument
    twin: SiteDocument | None = None


def type_label(document: SiteDocument) -> str:
    """What a reader calls this kind of file: `Word 文档`; its ending where we do not know."""
    ending = _ending(document)
    file_type = TYPE_OF_ENDING.get(ending)
    return type_name(file_type) if file_type else ending.upper()


def shown_together(documents: Iterable[SiteDocument]) -> list[Shown]:
    """Attachments in their order, each OFD at its PDF; an OFD without a PDF stands alone."""
    attachments = list(documents)
    twins = {
        pdf.pk: ofd
        for ofd in _of_type(attachments, "ofd")
        for pdf in [_twin(ofd, attachments)]
        if pdf
    }
    twin_pks = {ofd.pk for ofd in twins.values()}
    return [
        Shown(document, twins.get(document.pk))
        for document in attachments
        if document.pk not in twin_pks
    ]


def missing_twins(documents: Iterable[SiteDocument]) -> list[SiteDocument]:
    """The OFD files among these for which no PDF of the same name, or title, is there."""
    attachments = list(documents)
    return [ofd for ofd in _of_type(attachments, "ofd") if _twin(ofd, attachments) is None]


def _twin(ofd: SiteDocument, documents: list[SiteDocument]) -> SiteDocument | None:
    pdfs = _of_type(documents, "pdf")
    return next(
        (pdf for pdf in pdfs if _stem(pdf) == _stem(ofd)),
        next((pdf for pdf in pdfs if pdf.title == ofd.title), None),
    )


def _of_type(documents: list[SiteDocument], ending: str) -> list[SiteDocument]:
    return [document for document in documents if _ending(document) == ending]


def _ending(document: SiteDocument) -> str:
    return ending_of(document.original_name or document.file.name)


def _stem(document: SiteDocument) -> str:
    name = document.original_name or document.file.name.rsplit("/", 1)[-1]
    return name.rpartition(".")[0].strip().casefold()
