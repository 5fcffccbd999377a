"""A first mapping, proposed from what two sides have and show."""
