"""The desk as its forms see it: what a browser would post, field by field."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from interpretations.models import InterpretationForm
from tests.support.forms import DeskClient


class Desk:
    """One person at the admin, through real requests."""

    def __init__(self, user):
        self.client = DeskClient()
        self.client.force_login(user)

    def create(self, model, parent, fields):
        """Post the create form of a page; return the address that was answered with."""
        path = f"/admin/pages/add/interpretations/{model}/{parent.pk}/"
        return self._moved(self.client.post(path, nested_form_data(fields)))

    def edit(self, page, fields):
        return self._moved(
            self.client.post(f"/admin/pages/{page.pk}/edit/", nested_form_data(fields))
        )

    def submit(self, policy, pages, **fields):
        """Press 送审 for these members; return the whole answer."""
        data = {"members": [page.pk for page in pages], "when": "now", **fields}
        return self.client.post(f"/admin/releases/submit/{policy.pk}/", data)

    def decide(self, release, decision, opinion=""):
        """Press a button of the current step; return the whole answer."""
        step = release.steps.undecided().order_by("position").first()
        data = {"step": step.pk, "decision": decision, "opinion": opinion}
        return self.client.post(f"/admin/releases/{release.pk}/decide/", data)

    def _moved(self, response):
        form = response.context and response.context.get("form")
        assert response.status_code == 302, form and form.errors
        return response["Location"]


def policy_fields(**fields):
    """The whole form of a policy document; lists of paragraphs become its body."""
    paragraphs = fields.pop("paragraphs")
    html = "".join(f"<p>{line}</p>" for line in paragraphs)
    return {
        "title": "",
        "doc_number": "",
        "index_number": "",
        "issuers": "",
        "topic": "",
        "genre": "",
        "keywords": "",
        "date_written": "",
        "date_effective": "",
        "date_expires": "",
        "openness": "public",
        "openness_reason": "",
        "recipients": "",
        "responsible_editor": "",
        "information_source": "",
        "body": streamfield([("text", rich_text(html))]),
        "attachments": inline_formset([]),
        "relations": inline_formset([]),
        "plan_outline": "背景、要点、群众最可能问什么。",
        "plan_responsible": "办公室主任",
        "plan_reason": "",
        "plan_lines": inline_formset([plan_line()]),
        "source_url": "",
        "formerly_published_at": "",
        "comments": inline_formset([]),
        **fields,
    }


def plan_line():
    """One line of the interpretation plan: a text, at the same time as the document."""
    return {
        "form": InterpretationForm.objects.get(slug="jiedu").pk,
        "channels": "市政府网站",
        "planned_for": "",
        "speaker": "",
        "responsible": "",
    }


def interpretation_fields(**fields):
    """The whole form of an interpretation."""
    rich = {name: rich_text(fields.pop(name, "")) for name in ("background", "goals", "key_points")}
    return {
        "title": "",
        "form": "",
        "interpreter": "",
        "summary": "",
        "contact": "",
        "body": streamfield(fields.pop("blocks", [])),
        "further_policies": inline_formset([]),
        "source_name": "",
        "source_url": "",
        "formerly_published_at": "",
        "comments": inline_formset([]),
        **rich,
        **fields,
    }


def quotation(text, source):
    return ("quotation", {"text": text, "source": source})
