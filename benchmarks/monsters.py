"""Monsters: inputs on which a naive comparison takes minutes. They have to come out right, and soon."""

from __future__ import annotations

import random
from collections.abc import Callable

from kb.model import Block, BlockKind, Chapter, Section


def of_blocks(texts: list[str], kind: BlockKind = BlockKind.PARAGRAPH) -> Chapter:
    """A chapter of one section with these texts as blocks."""
    blocks = tuple(Block(kind, text, depth=1 if kind is BlockKind.ITEM else 0) for text in texts)
    return Chapter("Monster", "https://m.example/", (Section("1", "All", 1, "all", blocks),))


def paragraph(vocabulary: int, stops: bool) -> tuple[Chapter, Chapter]:
    """A paragraph of 20,000 words with every fortieth changed."""
    dice = random.Random(vocabulary)
    words = [f"w{dice.randrange(vocabulary)}{'.' if stops and not at % 15 else ''}" for at in range(20_000)]
    changed = ["new" if at % 40 == 7 else word for at, word in enumerate(words)]
    return of_blocks([" ".join(words)]), of_blocks([" ".join(changed)])


def equal_lines() -> tuple[Chapter, Chapter]:
    """3,000 equal lines, every tenth gone."""
    return of_blocks(["None"] * 3_000, BlockKind.ITEM), of_blocks(["None"] * 2_700, BlockKind.ITEM)


def equal_lines_between() -> tuple[Chapter, Chapter]:
    """3,000 equal lines with others strewn between, at other places in the newer text."""
    before = ["None" if at % 10 else f"Item {at}" for at in range(3_000)]
    after = ["None" if at % 7 else f"Item {at}" for at in range(3_000)]
    return of_blocks(before, BlockKind.ITEM), of_blocks(after, BlockKind.ITEM)


def shuffled() -> tuple[Chapter, Chapter]:
    """5,000 items in another order."""
    items = [f"Item {at} of the list of things to bring along" for at in range(5_000)]
    other = items[:]
    random.Random(1).shuffle(other)
    return of_blocks(items, BlockKind.ITEM), of_blocks(other, BlockKind.ITEM)


def shuffled_and_amended() -> tuple[Chapter, Chapter]:
    """2,000 paragraphs in another order, each amended."""
    items = [
        f"Paragraph {at} of the list of things that a child may want to bring along on the day" for at in range(2_000)
    ]
    other = [f"{item} again" for item in items]
    random.Random(2).shuffle(other)
    return of_blocks(items), of_blocks(other)


def rewritten() -> tuple[Chapter, Chapter]:
    """2,000 paragraphs, all replaced by others of the same vocabulary."""
    dice = random.Random(3)

    def text() -> str:
        return " ".join(f"w{dice.randrange(3_000)}" for _ in range(40))

    return of_blocks([text() for _ in range(2_000)]), of_blocks([text() for _ in range(2_000)])


def many_sections() -> tuple[Chapter, Chapter]:
    """2,000 sections of one title in another order."""
    dice = random.Random(4)
    made = [
        Section(str(at), "Aims", 1, f"s{at}", (Block(BlockKind.PARAGRAPH, f"Aim number {at} is this."),))
        for at in range(2_000)
    ]
    other = made[:]
    dice.shuffle(other)
    return Chapter("M", "https://m.example/", tuple(made)), Chapter("M", "https://m.example/", tuple(other))


def no_words() -> tuple[Chapter, Chapter]:
    """A paragraph of one word repeated, some in capitals."""
    return of_blocks([" ".join(["no"] * 20_000)]), of_blocks(
        [" ".join(["NO" if at % 9 == 0 else "no" for at in range(19_000)])]
    )


MONSTERS: dict[str, Callable[[], tuple[Chapter, Chapter]]] = {
    "paragraph": lambda: paragraph(5_000, stops=True),
    "small vocabulary": lambda: paragraph(40, stops=False),
    "equal": equal_lines,
    "equal between": equal_lines_between,
    "shuffled": shuffled,
    "shuffled and amended": shuffled_and_amended,
    "rewritten": rewritten,
    "sections": many_sections,
    "one word": no_words,
}
