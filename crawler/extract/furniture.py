"""Site furniture that only its wording gives away: text-size switches, doubled image texts, print and share links."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.pieces import Piece
from kb.model import Block, BlockKind

_FURNITURE = re.compile(
    r"skip to (?:main )?(?:content|navigation)"
    r"|(?:back to )?(?:the )?top(?: of (?:the )?page)?|end of (?:chapter|page)"
    r"|(?:text )?size:?(?: view this website with .*)?|view this website with .*"
    r"|small ?medium ?large ?(?:hi ?vis|high visibility)?"
    r"|(?:client|company|site) logo|logo alt text.*|.{0,50} logo"
    r"|powered by tri\.?x.*|(?:report abuse ?)+|reg(?:si|is)ter for (?:alerts|updates)(?: search)?"
    r"|(?:(?:print|e-?mail|share|download|save)(?: this)?(?: page| chapter| as pdf)?(?:$|[ |·]+))+"
    r"|share (?:on|via) \w+|show amendments|hide amendments|expand all|collapse all|search"
    r"|previous(?: chapter| page)?|next(?: chapter| page)?"
    r"|please select a board/partnership.*|this page is correct as printed on .*"
    r"|you are here:? .*|home(?: [>»›/|] .+)+|v\d{1,4}",
    re.IGNORECASE,
)
# Below the text: "© 2019-2021, the authors", "Created using Scribe 3.5.2", "Previous: Visits Next: Reviews".
_COLOPHON = re.compile(
    r"©.*|copyright ©.*|(?:created|generated|built|made|published) (?:using|with|by) \S+(?: \S+)? v?\d+(?:\.\d+)+\.?"
    r"|(?:(?:previous|next)(?: chapter| page| topic)?: .*)",
    re.IGNORECASE,
)
_TAIL = 6  # blocks at the end of a page among which a colophon is looked for
_DOUBLED = re.compile(r"(?P<once>\S+(?: \S+){1,12}?) (?P=once)")
_LONGEST = 200  # furniture is short; longer text need not be looked at
_KINDS = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.FIGURE, BlockKind.HEADING, BlockKind.CAPTION}


def without_furniture(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without blocks that are furniture as a whole; nothing is cut out of a block."""
    kept = [piece for piece in pieces if not (isinstance(piece, Block) and _is_furniture(piece))]
    return kept[:-_TAIL] + [piece for piece in kept[-_TAIL:] if not (isinstance(piece, Block) and _is_colophon(piece))]


def _is_colophon(block: Block) -> bool:
    short = block.kind is BlockKind.PARAGRAPH and len(block.text) <= _LONGEST
    return short and _COLOPHON.fullmatch(block.text) is not None


def _is_furniture(block: Block) -> bool:
    if len(block.text) > _LONGEST or block.kind not in _KINDS:
        return False
    doubled = block.kind is not BlockKind.ITEM and _DOUBLED.fullmatch(block.text)
    return bool(doubled or _FURNITURE.fullmatch(block.text))
