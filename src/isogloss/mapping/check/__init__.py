"""A mapping against both live sides."""
