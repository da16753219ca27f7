"""Coffee chats: whom I meet this round."""

from tui.screens.coffee.screen import CoffeeScreen

__all__ = ["CoffeeScreen"]
