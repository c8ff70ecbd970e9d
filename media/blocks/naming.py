"""A block that names rows by number: a number without row is refused, not forgotten (P7)."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import ChooserBlock, StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from media.refusals import UnseenReference
from media.row_numbers import is_row_number


class NamingBlock(StructBlock):
    """Answers a number that never was like one whose row the writer may not see.

    Wagtail would empty the choice and save, which told the one from the other.
    """

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """Return the value; `never_were` are the choosers in it that were posted such a number."""
        posted = {
            name: data.get(f"{prefix}-{name}")
            for name, block in self.child_blocks.items()
            if isinstance(block, ChooserBlock)
        }
        impossible = [name for name, text in posted.items() if text and not is_row_number(text)]
        if impossible:
            data = data.copy()
            data.update({f"{prefix}-{name}": "" for name in impossible})
        value = super().value_from_datadict(data, files, prefix)
        value.never_were = [name for name, text in posted.items() if text and value[name] is None]
        return value

    def clean(self, value: Any) -> Any:
        if names := getattr(value, "never_were", []):
            error = ValidationError(UnseenReference.sentence, code=UnseenReference.code)
            raise StructBlockValidationError(dict.fromkeys(names, error))
        return super().clean(value)
