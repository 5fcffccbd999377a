"""What should be done, as plain data: ops in order, with what is held, what is lost and what only a person can do."""
