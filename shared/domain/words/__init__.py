"""Plain words: a sentence read as a task, with the place of everything that was understood.

`understand` is the way in. The grammar is written down in docs/plain-words.md.
"""
