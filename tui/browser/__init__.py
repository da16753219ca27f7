"""The dashboard in a web browser, on this machine alone."""
