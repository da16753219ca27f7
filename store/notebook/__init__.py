"""What is mine alone: notes, promises, what was suggested and done, drafts. Never in the shared folder.

The same file form and the same safety as the team's replica, readable by its owner only (mode 0600).
"""

from store.notebook.notebook import Notebook

__all__ = ["Notebook"]
