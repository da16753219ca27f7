"""`python -m tui` is `amity`."""

from tui.cli import main

if __name__ == "__main__":
    main()
