"""The command line: one small module a command. `reread --help` is the manual."""

from __future__ import annotations

import difflib
import errno
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from kb import __version__
from kb.errors import RereadError

# In the order a person meets them.
_COMMANDS = {
    "demo": "demo",
    "init": "init",
    "add": "add",
    "update": "update",
    "collect": "collect",
    "import": "import_",
    "extract": "extract",
    "index": "index",
    "publish": "publish",
    "serve": "serve",
    "chapters": "chapters",
    "documents": "documents",
    "history": "history",
    "show": "show",
    "compare": "compare",
    "amendments": "amendments",
    "findings": "findings",
    "reading-list": "reading_list",
    "audiences": "audiences",
    "adoption": "adoption",
    "search": "search",
    "parse-log": "parse_log",
    "held": "held",
    "accept": "accept",
    "reject": "reject",
    "identity": "identity",
    "problems": "problems",
    "runs": "runs",
    "verify": "verify",
    "export": "export",
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

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if name not in _COMMANDS and not name.startswith("-"):
            near = difflib.get_close_matches(name, _COMMANDS, n=1)
            advice = f"did you mean `reread {near[0]}`?" if near else "`reread --help` lists them"
            raise click.UsageError(f"no command {name!r}: {advice}")
        return super().resolve_command(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        # Caught here, because click would put an empty line before the first and a failure's exit code to the second.
        try:
            return super().invoke(context)
        except KeyboardInterrupt:
            _end_children()
            raise _StoppedError("stopped; what was kept stays kept") from None
        except BrokenPipeError:
            # Whoever read our output has seen enough. Python would complain again when it closes standard output.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0


_GRACE_SECONDS = 3
"""What a crawler that was told to stop gets to end its page."""


def _end_children() -> None:
    """Python would wait for a crawl to reach its end before it lets us go."""
    import multiprocessing

    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    for child in children:
        child.join(_GRACE_SECONDS)
        child.kill()


class _StoppedError(RereadError):
    """Somebody pressed Ctrl+C."""

    exit_code = 130


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
    Start with `reread demo`. For your own manual:
    `reread add URL`, then `reread update`.

    \b
    Exit codes: 0 done; 1 a stage failed, nothing was lost; 2 wrong use;
    3 done, but something needs a person; 4 the store is damaged.
    """
    # Imported here, so that --version and a Ctrl+C in the first moments do not wait for the database's library.
    from kb.cli.frame import Frame

    context.obj = Frame.of(workspace, quiet)


_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def main() -> None:
    """The program. Leaves with the exit code of what happened; a message is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an arrow that a console's code page lacks is no reason to stop
    try:
        code = reread(prog_name="reread", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except RereadError as error:
        _leave(str(error), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _leave(_with_help(error), 2)
    except click.Abort:
        _leave("stopped; what was kept stays kept", 130)
    except OSError as error:
        if error.errno not in _NO_SPACE:
            raise
        where = f" for {error.filename}" if error.filename else ""
        _leave(f"there is no space left{where}: free some and run the command again; nothing was lost", 1)


def _with_help(error: click.ClickException) -> str:
    """A message about wrong use with where to read on, unless it says so itself."""
    message = error.format_message().rstrip(".")
    context: click.Context | None = getattr(error, "ctx", None)
    if context is None:
        return message
    if isinstance(error, click.NoSuchOption) and error.option_name in {"--workspace", "--quiet"}:
        return f"{error.option_name} belongs before the command: `reread {error.option_name} … {context.info_name}`"
    return f"{message} (`{context.command_path} --help` tells more)"


def _leave(message: str, code: int) -> None:
    click.echo(f"reread: {' '.join(message.split())}", err=True)
    sys.exit(code)
