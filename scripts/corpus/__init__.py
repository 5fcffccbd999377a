"""The corpus run: Debian's FAQ, in its ten languages, carried across and back between the sandboxes."""
