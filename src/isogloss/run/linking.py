"""Links inside rich text that lead to no entry on the side they are written to: told before they are written."""

from collections.abc import Iterable, Iterator

from isogloss.bridge import Bridge
from isogloss.canon.links import addresses
from isogloss.mapping.names.addresses import SCHEME, Directory
from isogloss.mapping.types.texts import texts
from isogloss.model.value import Scalar
from isogloss.plan.op import Loss, Op


def lost_links(ops: Iterable[Op], bridge: Bridge, directory: Directory) -> list[Loss]:
    """One loss for each text with links that keep the other side's address, because there is none here."""
    return list(_lost(ops, bridge, directory)) if directory else []


def _lost(ops: Iterable[Op], bridge: Bridge, directory: Directory) -> Iterator[Loss]:
    for op in ops:
        for change in op.changes:
            if change.touches:
                continue
            found = [
                link
                for text in texts(change.after)
                for link in addresses(text)
                if link.startswith(SCHEME) and directory.lacks(op.on, link, change.locale)
            ]
            if found:
                here, there = bridge.side(op.on).name, bridge.side(op.on.other).name
                many = f"{len(found)} links" if len(found) > 1 else "a link"
                keep = "keep their address" if len(found) > 1 else "keeps its address"
                yield Loss(
                    op.on,
                    change.at,
                    "link target missing in this locale",
                    Scalar("link", directory.address(op.on, found[0], change.locale) or found[0]),
                    f"{many} to what {here} does not have yet {keep} on {there}",
                )
