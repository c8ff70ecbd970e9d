"""What a person typed into a form that cannot be taken: given back in fields that can be copied.

One way for every form of the desk: whoever was a moment too late has lost nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.template.response import TemplateResponse


@dataclass(frozen=True)
class Typed:
    """One text, as it was sent, under the label of its field."""

    label: str
    text: str


def typed_in(form: forms.BaseForm, besides: Collection[str] = ()) -> list[Typed]:
    """Return what stands in the fields of a sent form that people write in.

    `besides` are names of fields that the answer shows anyway. No ticks, no choices, no password.
    """
    return [
        Typed(str(bound.label), text)
        for bound in form
        if isinstance(bound.field.widget, forms.Textarea | forms.TextInput)
        and bound.name not in besides
        and (text := str(bound.data or "").strip())
    ]


def given_back(
    request: HttpRequest, sentence: str, typed: list[Typed], url: str
) -> TemplateResponse:
    """Answer 409 where the form itself is there no more: why, what was typed, where it goes on."""
    context = {"sentence": sentence, "typed": typed, "url": url}
    return TemplateResponse(request, "media/admin/given_back.html", context, status=409)
