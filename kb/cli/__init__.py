"""The command line: one small module a command. `reread --help` is the manual."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import click

from kb import __version__
from kb.cli.frame import Frame
from kb.errors import RereadError

# In the order a person meets them.
_COMMANDS = {
    "demo": "demo",
    "init": "init",
    "update": "update",
    "collect": "collect",
    "import": "import_",
    "extract": "extract",
    "index": "index",
    "publish": "publish",
    "serve": "serve",
    "chapters": "chapters",
    "history": "history",
    "show": "show",
    "compare": "compare",
    "amendments": "amendments",
    "findings": "findings",
    "reading-list": "reading_list",
    "search": "search",
    "parse-log": "parse_log",
    "verify": "verify",
}


class _Commands(click.Group):
    """Imports a command's module when it is called, so that `search` does not wait for the crawler."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command = importlib.import_module(f"kb.cli.{_COMMANDS[name]}").command
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="reread")
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("reread-workspace"),
    envvar="REREAD_WORKSPACE",
    show_default=True,
    help="The folder that holds the knowledge base.",
)
@click.option("--quiet", is_flag=True, help="Say nothing on standard error but what went wrong.")
@click.pass_context
def reread(context: click.Context, workspace: Path, quiet: bool) -> None:
    """Follow procedures manuals: what changed, whether the log said so, and what to read again.

    \b
    Start with `reread demo`. For your own manual: `reread init`, declare it in reread.toml, `reread update`.

    \b
    Exit codes: 0 done; 1 a stage failed, nothing was lost; 2 wrong use; 3 done, but something needs a person;
    4 the store is damaged.
    """
    context.obj = Frame.of(workspace, quiet)


def main() -> None:
    """The program. Leaves with the exit code of what happened; a message is one line on standard error."""
    try:
        code = reread(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except RereadError as error:
        _leave(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _leave(error.format_message(), 2)
    except (click.Abort, KeyboardInterrupt):
        _leave("stopped; what was kept stays kept", 130)
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain again when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _leave(message: str, code: int) -> None:
    click.echo(f"reread: {' '.join(message.split())}", err=True)
    sys.exit(code)
