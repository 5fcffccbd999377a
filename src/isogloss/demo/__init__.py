"""The demo: a small magazine in six languages, carried between two local sandboxes before a person's eyes.

``site`` reads its content from the YAML files beside it and tells it to the sandboxes, ``stage`` runs the sandboxes
and the commands, ``show`` says what is seen, and ``play`` is the story in its acts.
"""
