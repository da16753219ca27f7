"""The screens, each a module with its .tcss beside it."""
