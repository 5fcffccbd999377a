"""Whether an address is on this machine, so that what goes there crosses no network."""

import ipaddress


def on_this_machine(host: str) -> bool:
    """Whether a host, by its name or number, is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
