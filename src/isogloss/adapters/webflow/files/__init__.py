"""Files of a site, and what is said of them."""
