"""What a browser posts from the editor of a document or an interpretation."""

from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from interpretations.models import Genre, InterpretationForm, PolicyPage, Topic

TYPED = "敲进去的新标题"


def policy_form(**extra):
    return nested_form_data(
        {
            "title": TYPED,
            "doc_number": "九府办发〔2026〕99号",
            "index_number": "",
            "issuers": "九江市人民政府办公室",
            "topic": Topic.objects.get(name="城乡建设、环境保护").pk,
            "genre": Genre.objects.get(slug="tongzhi").pk,
            "keywords": "",
            "date_written": "2026-11-02",
            "date_effective": "2026-11-09",
            "date_expires": "",
            "openness": "public",
            "openness_reason": "",
            "recipients": "",
            "responsible_editor": "",
            "information_source": "",
            "body": streamfield([("text", rich_text("<p>第一条　改过的正文。</p>"))]),
            "attachments": inline_formset([]),
            "relations": inline_formset([]),
            "source_url": "",
            "formerly_published_at": "",
            "plan_outline": "背景、要点、群众最可能问什么。",
            "plan_responsible": "",
            "plan_reason": "",
            "plan_lines": inline_formset([]),
            "comments": inline_formset([]),
            **extra,
        }
    )


def interpretation_form(**extra):
    return nested_form_data(
        {
            "title": TYPED,
            "form": InterpretationForm.objects.get(slug="jiedu").pk,
            "interpreter": "市住建局办公室",
            "summary": "改过的一句话。",
            "background": rich_text(""),
            "goals": rich_text(""),
            "key_points": rich_text("<p>改过的要点。</p>"),
            "contact": "",
            "body": streamfield([]),
            "further_policies": inline_formset([]),
            "source_name": "",
            "source_url": "",
            "formerly_published_at": "",
            "comments": inline_formset([]),
            **extra,
        }
    )


def page_form(page: Page, **extra):
    make = policy_form if isinstance(page.specific, PolicyPage) else interpretation_form
    return make(**extra)
