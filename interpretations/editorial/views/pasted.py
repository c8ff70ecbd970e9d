"""What is pasted into the editor is cleaned by the rules of files (decision 0084)."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from drafting import pasted
from drafting.flow import Flow, Picture, Table
from interpretations.importing.body import paragraph_html
from media.desk.writers import WriterView

MOST_CHARACTERS = 1_000_000
# Findings of the reading, by the names of `interpretations.editorial.rich_text.PASTED`.
NAMES = {
    "struck": "deleted", "hidden": "hidden", "unseen": "unseen", "remark_dropped": "remarks",
    "signs": "signs",
    "formula": "formula", "form_field": "unread", "drawn_words": "unread", "media": "media",
    "hidden_picture": "picture", "style_sheets": "styles",
}  # fmt: skip


class PastedView(WriterView):
    """POST the HTML of a clipboard as `html`: `{html, told}`, names of what was left out."""

    def post(self, request: HttpRequest) -> JsonResponse:
        html = request.POST.get("html", "")
        if len(html) > MOST_CHARACTERS:
            return JsonResponse({"problem": _("贴的内容太长。请分几次贴。")}, status=413)
        flow = pasted.read(html)
        return JsonResponse({"html": _html_of(flow), "told": _told(flow)})


def _html_of(flow: Flow) -> str:
    """The paragraphs as the editor stores them, those of tables too; notes are the last ones."""
    return "".join(paragraph_html(one) for one in flow.every_paragraph())


def _told(flow: Flow) -> list[str]:
    """What the editor says below the text, each once."""
    told = [NAMES[finding.code] for finding in flow.findings if finding.code in NAMES]
    if any(isinstance(item, Table) for item in flow.items):
        told.append("table")
    if any(isinstance(item, Picture) for item in flow.items) or _lacks_picture(flow):
        told.append("picture")
    return list(dict.fromkeys(told))


def _lacks_picture(flow: Flow) -> bool:
    return any(finding.code in ("picture_missing", "linked_picture") for finding in flow.findings)
