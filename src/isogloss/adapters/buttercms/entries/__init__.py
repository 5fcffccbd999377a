"""Pages and the items of collections."""
