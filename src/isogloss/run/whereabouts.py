"""Of what a plan is, and whose: what each side is of, where people edit its entries, and who had the plan made.

Decides nothing that is not told: by the mapping, by what a side said of itself anyhow, or by whoever runs the command.
"""

from collections.abc import Mapping

from isogloss.model.address import Side
from isogloss.model.schema import RemoteSchema
from isogloss.plan.draft import Whereabouts
from isogloss.run.session import Session


def whereabouts(session: Session, schemas: Mapping[Side, RemoteSchema]) -> Whereabouts:
    """What a plan says of both sides, and of who had it made.

    schemas: what each side said it has; one that said nothing is missing.
    """
    from isogloss.adapters.platforms import platform_of  # loads every mapping, which what plans has no other need of

    accounts, editors = {}, {}
    for side in Side:
        binding, schema = session.bridge.side(side), schemas.get(side, RemoteSchema())
        platform = platform_of(binding)
        accounts[binding.name] = platform.account(binding, schema)
        found = {name: platform.editor(binding, kind, schema) for name, kind in binding.kinds.items()}
        editors[binding.name] = {name: address for name, address in found.items() if address}
    return Whereabouts(
        {name: said for name, said in accounts.items() if said},
        {name: row for name, row in editors.items() if row},
        session.by,
    )
