"""`reread search`."""

from __future__ import annotations

import click

from kb.cli.frame import Frame, counted, json_option, pass_frame, print_json, source_option
from kb.errors import UsageError


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many sections to show.")
@source_option
@json_option
@pass_frame
def command(frame: Frame, query: tuple[str, ...], limit: int, source: str | None, as_json: bool) -> None:
    """Search what is in force, as the site's search does."""
    from kb.search import result_as_json, search

    folder = frame.workspace.index_folder
    if not folder.is_dir():
        raise UsageError(f"there is no index in {frame.workspace.folder}: run `reread index` or `reread update` first")
    result = search(folder, " ".join(query), limit=limit, source=source)
    if as_json:
        print_json(result_as_json(result))
        return
    if result.corrected:
        click.echo(f"showing results for {result.corrected!r}")
    for hit in result.hits:
        click.echo(
            f"{hit.number} {hit.title}".strip() + (f" › {hit.label} {hit.heading}".rstrip() if hit.heading else "")
        )
        click.echo(f"    {''.join(piece.text for piece in hit.snippet)}")
        click.echo(f"    {hit.location}")
    click.echo(f"{counted(result.total, 'section')} found")
