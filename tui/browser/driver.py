"""The end of a dashboard in a browser whose server has gone."""

from __future__ import annotations

from textual import messages
from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Closes the app when nobody is there any more to send it keys, also when the server was killed."""

    def run_input_thread(self) -> None:
        """Reads until the server ends, then leaves as after q: what waits goes to the folder first."""
        super().run_input_thread()
        self._app.post_message(messages.ExitApp())
