"""Keys of file numbers, as this version of the code reads them."""

from django.db.models.fields.json import KeyTextTransform

from chinese.numbers import number_key
from interpretations.models.policy import PolicyPage

DRAFTED = KeyTextTransform("doc_number", "latest_revision__content")


def read_again() -> int:
    """Write the key that each document's number has now; return how many had another one.

    A draft's number stands in its latest revision (`PolicyPage.save_revision`).
    """
    documents = PolicyPage.objects.annotate(drafted=DRAFTED)
    rows = documents.values_list("pk", "live", "doc_number", "drafted", "doc_number_key")
    changed = 0
    for pk, live, number, drafted, stored in rows.iterator():
        key = number_key(number if live or drafted is None else drafted)
        if key != stored:
            changed += PolicyPage.objects.filter(pk=pk).update(doc_number_key=key)
    return changed
