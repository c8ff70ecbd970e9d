"""How people cite a clause: 第六条第二款, 一（二）, 《…办法》第三条 of an attached text."""

from clauses import ClauseTree
from clauses.identity.fragments import readable


def labels_of(tree: ClauseTree) -> list[str]:
    """The label of each clause, in the order of the text."""
    titles = {body.number: f"《{body.title}》" for body in tree.bodies if body.title}
    return [
        _label(wished, clause.body, titles)
        for wished, clause in zip(readable(tree.clauses), tree.clauses, strict=True)
    ]


def _label(wished: str, body: int, titles: dict[int, str]) -> str:
    if body == 1:
        return wished.replace("-", "")
    own = wished.removeprefix(f"body{body}-").replace("-", "")
    return f"{titles.get(body, '')}{own}"
