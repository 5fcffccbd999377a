"""What a plan would do, for people: terminal, HTML, Markdown and JSON from one model. Writes to no side."""
