"""Values between one type and another, and between two forms of one."""
