"""Where what is read goes: the body, a cell, a note or a text box, each with its own places."""

from drafting.characters import GAP
from drafting.flow import Flow, Paragraph, Picture, Run
from drafting.place import Place


class Sink:
    """Takes paragraphs and says where they stand; a `fixed` place holds for all of them.

    `part` is the kind of part that is read: `footnotes`, or empty for the main one.
    """

    def __init__(self, flow: Flow, fixed: Place | None = None, *, part: str = "") -> None:
        self._flow = flow
        self._fixed = fixed
        self._count = 0
        self._outer: Sink | None = None
        self.part = part
        self.paragraphs: list[Paragraph] = []
        self.pictures: list[Picture] = []

    @property
    def is_fixed(self) -> bool:
        """Whether a table here would be one within something else."""
        return self._fixed is not None

    @property
    def has_words(self) -> bool:
        return bool(self.paragraphs)

    def next_place(self) -> Place:
        """Where the next paragraph stands."""
        return self._fixed or Place(paragraph=self._count + 1)

    def place(self) -> Place:
        """Where the last one stands."""
        return self._fixed or Place(paragraph=max(self._count, 1))

    def add(self, paragraph: Paragraph) -> None:
        self._count += 1
        self.paragraphs.append(paragraph)
        if self._outer is not None:
            self._outer.take(paragraph)
        elif not self._fixed:
            self._flow.items.append(paragraph)

    def take(self, paragraph: Paragraph) -> None:
        """Put what stands in a text box behind the paragraph that it hangs on."""
        if self._fixed:
            self.paragraphs.append(paragraph)
        else:
            self._flow.items.append(paragraph)

    def add_picture(self, picture: Picture) -> None:
        if self._outer is not None:
            self._outer.add_picture(picture)
        elif self._fixed:
            self.pictures.append(picture)
        else:
            self._flow.items.append(picture)

    def box(self, place: Place) -> "Sink":
        """The sink of a text box that hangs on the paragraph at this place."""
        is_body = not self._fixed
        inner = Sink(
            self._flow, Place(paragraph=place.paragraph, is_box=True) if is_body else place
        )
        inner.part, inner._outer = self.part, self
        return inner

    def inside(self) -> "Sink":
        """A sink at the same place that keeps what it takes."""
        inner = Sink(self._flow, self.place(), part=self.part)
        inner.pictures = self.pictures
        return inner

    def add_line(self, row: "Sink") -> None:
        """The paragraphs of another sink as one, parted by gaps."""
        texts = [paragraph.text for paragraph in row.paragraphs]
        if texts:
            self.add(Paragraph([Run(GAP.join(texts))], self.next_place()))
