"""Completion in the shell: the words that may stand where the cursor is, for bash, zsh and fish.

Typer's own is not used: in zsh it evaluates what it is told, labels of a scenario included, and in bash
it does not see where a key is quoted or its equals sign breaks the word.
"""

VARIABLE = "_SHIP_OR_NOT_COMPLETE"
"""Says in the environment what is wanted: ``complete_bash``, ``source_zsh`` and the like."""
