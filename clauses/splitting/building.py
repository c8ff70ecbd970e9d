"""The tree of one body, built line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from clauses.model import Kind, Level, Role, Span
from clauses.splitting import matter
from clauses.splitting.bodies import Part
from clauses.splitting.headings import heading_of
from clauses.splitting.labels import Label
from clauses.splitting.pieces import Piece
from clauses.splitting.scheme import Judge, Scheme, scheme_of

_IN_ARTICLES = {Level.L2: Level.XIANG, Level.L3: Level.MU}
_CHAPTERS = (Level.BIAN, Level.ZHANG, Level.JIE)
_KUAN_RANK = 4.0
_CAPTION = re.compile("(?:图|表) *[0-9一二三四五六七八九十]+|注:|注[0-9]*:|——")
_FAREWELL = re.compile(
    "(?:[特专]此(?:通知|公告|通告|通报|函复|函告|函达|致函|批复|复函|回复|说明|报告)|此[复函令致]|专此)[。!]?"
)
# A sentence about the document itself, which no clause of 公文 says of itself.
_HOLDS = re.compile("本[^。,;]{1,10}自[^。;]{2,30}起(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_CLOSES = re.compile("^(?:各|请|特此|本)|贯彻|落实|认真|抓紧|确保|施行|执行")


@dataclass(eq=False)
class Node:
    """A clause while the tree is built."""

    level: Level
    number: str
    values: tuple[int, ...]
    rank: float
    parent: "Node | None"
    segment: str
    unmarked: bool = False
    lines: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    paragraphs: int = 1  # 款 of an article: its own text is the first
    path: str = ""
    heading: str = ""
    inside: int = 0  # where the text begins in the first piece, behind the number

    @property
    def text(self) -> str:
        return "\n".join(line for line in self.lines if line)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(span for piece in self.pieces for span in piece.spans)

    def add(self, piece: Piece, start: int = 0) -> None:
        if not self.pieces:
            self.inside = start
        self.pieces.append(piece)
        self.lines.append(piece.text[start:].strip())


def nodes_of(part: Part) -> list[Node]:
    """Build the clauses of a body, in the order of its text; adds to its matter what is none."""
    scheme = scheme_of(part.content)
    builder = _Builder(part, scheme)
    judge = Judge(part.content, scheme)
    for place, piece in enumerate(part.content):
        label = piece.label
        if label and judge.accepts(place, label):
            builder.numbered(piece, label)
        else:
            builder.unnumbered(piece)
    nodes = builder.nodes or _paragraphs(part)
    _set_closing_apart(part, nodes)
    _finish(part, nodes, scheme)
    return nodes


class _Builder:
    def __init__(self, part: Part, scheme: Scheme) -> None:
        self.part = part
        self.scheme = scheme
        self.nodes: list[Node] = []
        self.open: list[Node] = []

    def numbered(self, piece: Piece, label: Label) -> None:
        rank = self.scheme.rank(label, self._open_l3())
        self._close(rank)
        level = label.form
        if self._article() and level in _IN_ARTICLES:
            level = _IN_ARTICLES[level]
        node = self._opened(level, label.printed, label.values, rank, label.printed)
        node.unmarked = level is Level.TIAO and not label.marked and self.scheme.marked
        node.add(piece, label.end)

    def unnumbered(self, piece: Piece) -> None:
        if not self.open:
            self.part.matter.append((Role.LEAD, piece))
        elif (article := self._article()) and not self._joins(piece):
            self._close(_KUAN_RANK)
            article.paragraphs += 1
            count = article.paragraphs
            self._opened(Level.KUAN, "", (count,), _KUAN_RANK, f"款{count}").add(piece)
        else:
            self.open[-1].add(piece)

    def _joins(self, piece: Piece) -> bool:
        """Whether a line without a number belongs to the open clause, though in an article."""
        top = self.open[-1]
        if piece.kind is Kind.TABLE or _CAPTION.match(piece.folded.strip()):
            return True
        last = top.lines[-1]
        if top.level is Level.TIAO:
            # The number, or a heading, has its own line: the text begins here.
            bare = heading_of(Level.TIAO, last, follows=True).strip("【】[]") if last else ""
            return len(top.pieces) == 1 and (not last or bare == last.strip("【】[]［］"))
        return top.level is not Level.KUAN and last.endswith((":", "："))

    def _opened(
        self, level: Level, number: str, values: tuple[int, ...], rank: float, segment: str
    ) -> Node:
        parent = self.open[-1] if self.open else None
        node = Node(level, number, values, rank, parent, segment)
        self.nodes.append(node)
        self.open.append(node)
        return node

    def _close(self, rank: float) -> None:
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()

    def _article(self) -> Node | None:
        return next((node for node in self.open if node.level is Level.TIAO), None)

    def _open_l3(self) -> int | None:
        forms = (Level.L3, Level.MU)
        return next((node.values[0] for node in reversed(self.open) if node.level in forms), None)


def _paragraphs(part: Part) -> list[Node]:
    """The paragraphs of a body without any number: each is a unit of its own.

    A heading belongs to the paragraph after it. What only sends a text on its way is none.
    """
    nodes: list[Node] = []
    waiting: list[Piece] = []
    rest: list[tuple[Role, Piece]] = []
    for role, piece in part.matter:
        if role is not Role.LEAD or (not nodes and part.attaches and matter.transmits(piece)):
            rest.append((role, piece))
        elif piece.kind is Kind.TABLE and nodes:
            nodes[-1].add(piece)
        elif piece.kind is Kind.HEADING:
            waiting.append(piece)
        else:
            nodes.append(_unit(len(nodes) + 1, [*waiting, piece]))
            waiting = []
    part.matter[:] = rest + [(Role.CLOSING, piece) for piece in waiting]
    return nodes


def _unit(count: int, pieces: Sequence[Piece]) -> Node:
    node = Node(Level.DUAN, "", (count,), 0.0, None, f"段{count}")
    for piece in pieces:
        node.add(piece)
    node.heading = "".join(piece.text.strip() for piece in pieces[:-1])
    return node


def _set_closing_apart(part: Part, nodes: Sequence[Node]) -> None:
    """Take the closing paragraph from the last clause: 各地区要按照本意见要求….

    By its words it is one where it takes leave or says from when the document holds; else where
    the text is signed, and the last clause has one paragraph more than any other of its level has.
    """
    if not nodes:
        return
    last = nodes[-1]
    if last.level in (Level.DUAN, Level.KUAN, Level.XIANG, Level.MU, Level.TIAO):
        return
    if len(last.pieces) > 1 and _takes_leave(last.pieces[-1].words):
        _close_with(part, last)
        return
    if not part.has(Role.SIGNATURE, Role.DATE):
        return
    others = [_plain_lines(node) for node in nodes[:-1] if node.level is last.level]
    if not others or _plain_lines(last) != max(others) + 1:
        return
    if _CLOSES.search(last.pieces[-1].words) and last.pieces[-1].kind is Kind.TEXT:
        _close_with(part, last)


def _takes_leave(words: str) -> bool:
    return bool(_FAREWELL.fullmatch(words) or _HOLDS.match(words))


def _close_with(part: Part, last: Node) -> None:
    part.matter.append((Role.CLOSING, last.pieces.pop()))
    last.lines.pop()


def _plain_lines(node: Node) -> int:
    texts = [piece for piece in node.pieces[1:] if piece.kind is Kind.TEXT]
    return sum(not _CAPTION.match(piece.folded.strip()) for piece in texts)


def _finish(part: Part, nodes: Sequence[Node], scheme: Scheme) -> None:
    """Give each clause its path and heading."""
    root = "" if part.number == 1 else f"body{part.number}/"
    for node in nodes:
        parent = node.parent
        above = "" if parent is None else f"{parent.path}/"
        if parent is None or (node.level is Level.TIAO and not scheme.restarts):
            above = root
        node.path = f"{above}{node.segment}"
        if node.level is not Level.DUAN:
            follows = len(node.pieces) > 1
            node.heading = heading_of(node.level, node.lines[0], follows)
            if node.level in _CHAPTERS and not node.heading and follows:
                node.heading = heading_of(node.level, node.lines[1], follows=False)
