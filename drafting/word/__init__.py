"""Word documents (.docx), as Word and WPS write them: ECMA-376, part 1, section 17."""

from drafting.word.document import read

__all__ = ["read"]
