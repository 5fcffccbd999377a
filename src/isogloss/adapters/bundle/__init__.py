"""A folder of readable files behind the contract: a whole side as text, one file for each entry and locale."""
