"""Text of a Word file that is hidden by its style, and not where it stands."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from media.examine import xml

FALSE = ("0", "false", "off", "none")
DEEPEST = 20  # styles that stand on each other


def is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a property that may be switched off is on."""
    return attributes.get("val", "1") not in FALSE


@dataclass
class HiddenStyles:
    """Which styles hide their text, and how many texts are written in each."""

    _hides: dict[str, bool] = field(default_factory=dict)
    _stands_on: dict[str, str] = field(default_factory=dict)
    _written: Counter[str] = field(default_factory=Counter)

    def define(self, style: etree._Element) -> None:
        """A style as the list of styles has it."""
        name = xml.plain_attributes(style).get("styleId", "")
        for element in style.iter(etree.Element):
            tag, attributes = xml.local(element), xml.plain_attributes(element)
            if tag == "vanish":
                self._hides[name] = is_on(attributes)
            elif tag == "basedOn":
                self._stands_on[name] = attributes.get("val", "")

    def use(self, reference: etree._Element) -> None:
        """A style that a run or a paragraph names; counted where words stand in it."""
        properties = reference.getparent()
        written = None if properties is None else properties.getparent()
        if written is not None and "".join(written.itertext()).strip():
            self._written[xml.plain_attributes(reference).get("val", "")] += 1

    def used(self) -> int:
        """How many texts nobody sees."""
        return sum(count for name, count in self._written.items() if self._is_hidden(name))

    def _is_hidden(self, name: str) -> bool:
        for _ in range(DEEPEST):
            if name in self._hides:
                return self._hides[name]
            name = self._stands_on.get(name, "")
        return False
