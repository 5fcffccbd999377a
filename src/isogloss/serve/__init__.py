"""``isogloss serve``: the service of one machine, and the page on which people look at it."""
