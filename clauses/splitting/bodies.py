"""A document cut into its bodies: a notice and the texts attached to it, each with its matter."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clauses.model import Role
from clauses.splitting import matter
from clauses.splitting.labels import Label
from clauses.splitting.pieces import Piece

_MOST_TITLE_LINES = 4
_TITLE_REACH = 6


@dataclass
class Part:
    """One body: what stands around its clauses, and the pieces that hold them.

    `attaches` says that other bodies follow this one, `transmits` that its lead says so.
    """

    number: int
    matter: list[tuple[Role, Piece]] = field(default_factory=list)
    content: list[Piece] = field(default_factory=list)
    attaches: bool = False
    transmits: bool = False

    def has(self, *roles: Role) -> bool:
        return any(role in roles for role, _ in self.matter)

    def of(self, role: Role) -> list[Piece]:
        return [piece for own, piece in self.matter if own is role]

    @property
    def title(self) -> str:
        return "".join(piece.words for piece in self.of(Role.TITLE))


def bodies_of(pieces: Sequence[Piece]) -> list[Part]:
    """Cut the pieces of a document into bodies, in their order; at least one."""
    reader = _Reader(pieces)
    parts = [reader.read(1)]
    while reader.here < len(pieces):
        parts[-1].attaches = True
        parts.append(reader.read(len(parts) + 1))
    return parts


class _Reader:
    """Goes over the pieces once, from body to body."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.here = 0
        self.announced: set[str] = set()
        self.last_text = _last_text(pieces)

    def read(self, number: int) -> Part:
        part = Part(number)
        self._front(part)
        while self._more() and not self._ends(part):
            part.content.append(self._take())
        self._back(part)
        return part

    def _more(self) -> bool:
        return self.here < len(self.pieces)

    def _take(self) -> Piece:
        self.here += 1
        return self.pieces[self.here - 1]

    # What stands before the clauses.

    def _front(self, part: Part) -> None:
        if self._more() and (part.number > 1 or matter.is_attachment_label(self.pieces[self.here])):
            self._attachment_label(part)
        while self._more():
            piece = self.pieces[self.here]
            if matter.is_contents(piece):
                end = matter.contents_end(self.pieces, self.here)
                while self.here < end:
                    part.matter.append((Role.CONTENTS, self._take()))
            elif matter.is_clause_start(piece) or (part.has(Role.LEAD) and self._ends(part)):
                return
            else:
                self._front_line(part, piece)

    def _front_line(self, part: Part, piece: Piece) -> None:
        self.here += 1
        if not part.matter and (ends := matter.head_of_a_run_together_text(piece)):
            title, recipients = ends
            part.matter.append((Role.TITLE, piece.cut(0, title)))
            part.matter.append((Role.RECIPIENTS, piece.cut(title, recipients)))
            piece = piece.cut(recipients, len(piece.text))
            if not piece.words:
                return
        role = _front_role(part, piece)
        part.matter.append((role, piece))
        if role is Role.LEAD:
            part.transmits = part.transmits or matter.transmits(piece)
            self.announced |= matter.named_titles(piece)

    def _attachment_label(self, part: Part) -> None:
        piece = self.pieces[self.here]
        if matter.is_attachment_label(piece):
            part.matter.append((Role.LABEL, self._take()))
        elif matter.is_attachment_list(piece):
            colon = max(piece.folded.find(sign) for sign in ":.、") + 1
            self.here += 1
            part.matter.append((Role.LABEL, piece.cut(0, colon)))
            part.matter.append((Role.TITLE, piece.cut(colon, len(piece.text))))

    # Where a body ends.

    def _ends(self, part: Part) -> bool:
        piece = self.pieces[self.here]
        return (
            matter.is_back_note(piece)
            or matter.is_attachment_label(piece)
            or matter.is_attachment_list(piece)
            or self._is_signed(part)
            or self._titled() > 0
            or self._begins_anew(part)
        )

    def _is_signed(self, part: Part) -> bool:
        """Whether signature and date begin here."""
        place = self.here
        if matter.signed_and_dated(self.pieces[place]) is not None:
            return True
        while (
            place < len(self.pieces)
            and place - self.here < matter.MOST_SIGNERS
            and _signs(self.pieces[place])
        ):
            place += 1
        if place >= len(self.pieces) or not matter.is_date(self.pieces[place]):
            return False
        after = self.pieces[place + 1].label if place + 1 < len(self.pieces) else None
        return not _goes_on(part, after)

    def _titled(self) -> int:
        """How many lines from here on are the title of a text that the notice named, or 0."""
        joined = ""
        for count, piece in enumerate(self.pieces[self.here : self.here + 3], 1):
            joined += piece.words
            if joined in self.announced:
                return count
        return 0

    def _begins_anew(self, part: Part) -> bool:
        """Whether a title stands here and the numbers begin at one again after it."""
        if not (part.content or part.transmits):
            return False
        if not matter.names_a_genre(self.pieces[self.here]):
            return False
        for piece in self.pieces[self.here + 1 : self.here + _TITLE_REACH]:
            if label := piece.label:
                return matter.begins_structure(piece) and _is_of_another(part, label)
        return False

    # What stands after the clauses.

    def _back(self, part: Part) -> None:
        """Take the lines that close a body; what comes after them begins another."""
        attached = 0
        while self._more():
            piece = self.pieces[self.here]
            if attached and matter.continues_attachments(piece, attached):
                attached += 1
                part.matter.append((Role.ATTACHMENTS, self._take()))
            elif matter.is_attachment_list(piece) and not self._heads_an_attachment(part):
                attached = 1
                part.matter.append((Role.ATTACHMENTS, self._take()))
            elif (date := matter.signed_and_dated(piece)) is not None:
                part.matter.append((Role.SIGNATURE, piece.cut(0, date)))
                part.matter.append((Role.DATE, piece.cut(date, len(piece.text))))
                self.here += 1
            elif role := self._back_role(part, piece):
                part.matter.append((role, self._take()))
            else:
                return

    def _back_role(self, part: Part, piece: Piece) -> Role | None:
        if matter.is_back_note(piece):
            return Role.NOTE
        if matter.is_date(piece):
            return Role.DATE
        if matter.is_note(piece) and part.has(Role.DATE):
            return Role.NOTE
        return Role.SIGNATURE if matter.is_signer(piece) and self._is_signed(part) else None

    def _heads_an_attachment(self, part: Part) -> bool:
        """Whether 附件1：… here is the heading of the attached text itself.

        It is no list where the body is already signed and text follows.
        """
        if not part.has(Role.DATE, Role.SIGNATURE):
            return False
        return self.last_text > self.here


def _last_text(pieces: Sequence[Piece]) -> int:
    """The place of the last line that is more than a list of attachments or a note; -1 for none."""
    for place in range(len(pieces) - 1, -1, -1):
        if not matter.is_of_a_list_of_attachments(pieces[place]):
            return place
    return -1


def _signs(piece: Piece) -> bool:
    return matter.is_signer(piece) and not matter.is_date(piece)


def _front_role(part: Part, piece: Piece) -> Role:
    if matter.is_field(piece):
        return Role.FIELD
    if matter.is_number(piece):
        return Role.DOC_NUMBER
    if part.has(Role.LEAD):
        return Role.LEAD
    if matter.is_date(piece):
        return Role.DATE
    if matter.is_note(piece):
        return Role.NOTE
    if not part.has(Role.RECIPIENTS):
        if matter.is_recipients(piece):
            return Role.RECIPIENTS
        if matter.looks_like_title(piece) and not _is_titled(part, piece):
            return Role.TITLE
    return Role.LEAD


def _is_titled(part: Part, piece: Piece) -> bool:
    """Whether the title is complete: it names its genre, or has as many lines as there are."""
    lines = part.of(Role.TITLE)
    if not lines or len(lines) >= _MOST_TITLE_LINES:
        return bool(lines)
    named = matter.names_a_genre(lines[-1]) and not matter.is_organs_head(lines[-1])
    return named and not piece.words.startswith("的")


def _goes_on(part: Part, label: Label | None) -> bool:
    """Whether a number after a date only goes on counting in the same body."""
    if label is None:
        return False
    for piece in reversed(part.content):
        if piece.label and piece.label.form is label.form:
            *above, last = piece.label.values
            return (*above, last + 1) == label.values
    return False


def _is_of_another(part: Part, label: Label) -> bool:
    """Whether a first number of this form cannot belong to the body: it had one, or smaller."""
    if not part.content:
        return True
    forms = [piece.label.form for piece in part.content if piece.label]
    return label.form in forms or (bool(forms) and matter.is_larger(label.form, forms[0]))
