"""What goes to translators and comes back: texts in units, and the files that carry them.

Decides what of a value is text, what in it is protected, in which files it travels, and which answers are sound.
Refuses to know sides, mappings and states: who asks hands in values, and is given values.
"""
