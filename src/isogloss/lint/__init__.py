"""What stands in the way of a launch: slugs, links and languages of both sides, by rules with stable ids. Pure."""
