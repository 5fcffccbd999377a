"""The blog: posts, authors, categories."""
