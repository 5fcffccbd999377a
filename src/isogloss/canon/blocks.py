"""Rich text cut into top-level blocks.

Decides the unit of a block-wise merge and of a word diff. Refuses to look inside a block.
"""

from isogloss.canon.html import canonical_blocks


def blocks(html: str) -> tuple[str, ...]:
    """Cut rich text into canonical top-level blocks.

    Shape: joined together they are the canonical form; a run of text and inline elements between two block elements is
           one block; the empty text has none.
    """
    return canonical_blocks(html)
