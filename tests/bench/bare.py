"""The bar: a bare Textual app with header, footer and three tabs."""

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Static, TabbedContent, TabPane


class Bare(App[None]):
    """Nothing but the frame that Textual brings."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Header()
        with TabbedContent():
            for name in ("Today", "Roles", "Kudos"):
                with TabPane(name):
                    yield Static(f"{name} is ready")
        yield Footer()


if __name__ == "__main__":
    Bare().run()
