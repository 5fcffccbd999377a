"""The items of collections."""
