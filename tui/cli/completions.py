"""completions."""

from __future__ import annotations

from typing import Final

import click

_QUOTED: Final = """[[ ${COMP_WORDS[COMP_CWORD]} == [\\"\\']* ]] || printf -v value %q "$value"
            COMPREPLY+=("$value")"""
"""For bash: a meeting called "Friday round" is one word, and one called "$(reboot)" is no command."""


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completions(shell: str) -> None:
    """Print what makes your shell complete commands, options, handles and meetings.

    \b
    bash:  eval "$(amity completions bash)"   in ~/.bashrc
    zsh:   eval "$(amity completions zsh)"    in ~/.zshrc, after compinit
    fish:  amity completions fish > ~/.config/fish/completions/amity.fish
    """
    from click.shell_completion import ShellComplete, get_completion_class

    from tui.cli import amity

    kind = get_completion_class(shell)
    assert kind is not None
    # Not kind.source: that of bash starts a bash to ask for its version.
    source = ShellComplete.source(kind(amity, {}, "amity", "_AMITY_COMPLETE"))
    click.echo(source.replace("COMPREPLY+=($value)", _QUOTED))
