"""Say which side moved. Absence is a value, so a deletion needs no rule of its own.

=============  ==============  ====================  =========================================================
A moved?       B moved?        A and B               then
=============  ==============  ====================  =========================================================
no             no                                    rest, even where the two look different: so they agreed
yes            no                                    take A
no             yes                                   take B
yes            yes             the same              adopt both as base
yes            yes             apart                 conflict
=============  ==============  ====================  =========================================================

*Moved* means: away from what that same side showed when the two last agreed. The base is a pair, because platforms
rewrite what they store. First contact is the same table with an empty base.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from isogloss.model.value import ABSENT, Absent, Digest

Tree: TypeAlias = "Mapping[str, Tree] | Digest | Absent"
"""An entry as digests: locale to field to digest; a variant; or one digest."""

Verdict = Literal["rest", "take left", "take right", "adopt", "conflict"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the two sides showed at one address when they last agreed."""

    left: Tree = ABSENT
    right: Tree = ABSENT

    def inside(self, name: str) -> "Shown":
        """What they showed one level further in."""
        return Shown(child(self.left, name), child(self.right, name))


def child(tree: Tree, name: str) -> Tree:
    """One level further in; ABSENT where there is nothing."""
    return ABSENT if isinstance(tree, (str, Absent)) else tree.get(name, ABSENT)


def decide(base: Shown, left: Tree, right: Tree) -> Verdict:
    """Apply the table above at one address."""
    match left != base.left, right != base.right:
        case False, False:
            return "rest"
        case True, False:
            return "adopt" if left == right else "take left"
        case False, True:
            return "adopt" if left == right else "take right"
        case _:
            return "adopt" if left == right else "conflict"
