"""Commands that show what ships: scenarios, strategies, evidence cards."""

from __future__ import annotations

from typing import Annotated

import typer

from reports.commands.terminal import manners


def list_scenarios(
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
    ] = False,
    strategy_schema: Annotated[
        bool, typer.Option("--strategy-schema", help="Print that of strategy files.")
    ] = False,
) -> None:
    """List the scenarios and strategies that ship, one line each."""
    with manners():
        from scenarios.listing import lines
        from scenarios.schema import schema_file

        if schema or strategy_schema:
            typer.echo(schema_file("strategy" if strategy_schema else "scenario").rstrip())
            return
        typer.echo("\n".join(lines()))


def show_strategy(
    strategy: Annotated[str, typer.Argument(help="One that ships, or a .toml file.")],
) -> None:
    """Show the evidence card of a strategy: every number, its range, what it rests on."""
    with manners():
        from scenarios.strategies import card_text, load_strategy

        typer.echo(card_text(load_strategy(strategy)))
