"""`remit`: the program. Commands are found in `cli/commands` and imported only when called, so that help answers at once."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from remit import __version__

_COMMANDS = Path(__file__).parent / "cli" / "commands"

# The order of work, as help prints it; a command not named here comes last, in alphabetical order.
_ORDER = (
    "up",
    "admin",
    "engagement",
    "backup",
    "restore",
    "upgrade",
    "doctor",
    "work",
    "new",
    "check",
    "prose",
    "diff",
    "import",
    "statement",
    "explain",
    "replay",
    "whatif",
    "forecast",
    "verify",
    "test",
    "catalogue",
    "clock",
    "demo",
)


class Commands(click.Group):
    """Lists commands from their files' first lines, without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = [path.stem.strip("_").replace("_", "-") for path in _COMMANDS.glob("*.py") if not path.stem.startswith("__")]
        return sorted(names, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        path = self._file(cmd_name)
        if path is None:
            return None
        command: click.Command = importlib.import_module(f"remit.cli.commands.{path.stem}").COMMAND
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._summary(name)) for name in self.list_commands(ctx)])

    def _file(self, name: str) -> Path | None:
        stem = name.replace("-", "_")
        for candidate in (stem, f"{stem}_"):  # import_.py: a word that Python keeps for itself
            if (_COMMANDS / f"{candidate}.py").is_file():
                return _COMMANDS / f"{candidate}.py"
        return None

    def _summary(self, name: str) -> str:
        path = self._file(name)
        assert path is not None
        with path.open(encoding="utf-8") as file:
            return file.readline().strip().strip('"').rstrip(".")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="remit")
def remit() -> None:
    """Remit executes an outsourcing contract: terms and a work log in, a statement both sides can verify out.

    Look at a finished relationship with `remit up --demo`; without a server, start with `remit new FOLDER`.
    """


def main() -> None:
    """Runs the program. Exit codes: 0 all is well; 1 faults, differences or a failed check were found and listed; 2 the call is wrong;
    130 stopped by the user. Refused input never leaves anything half done; with `--json` the faults are JSON as well."""
    from remit.values.fault import RemitError

    try:
        sys.exit(remit(standalone_mode=False))  # click returns the code that a command left with
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except RemitError as error:
        _print_refusal(error)
        sys.exit(1)
    except OSError as error:  # a full disk, a folder that may not be written: the system's own words say it best
        place = f"{error.filename}: " if error.filename else ""
        _print_refusal(RemitError(f"{place}{error.strerror or error}."))
        sys.exit(1)
    except MemoryError:
        _print_refusal(RemitError("The memory of this machine does not suffice for it."))
        sys.exit(1)


def _print_refusal(error: Exception) -> None:
    """What was refused: on standard error for people; as the result, with its parts, for programs."""
    if "--json" not in sys.argv:
        click.echo(str(error), err=True)
        return
    from remit.cli.output import fault_values, print_json
    from remit.values.fault import Fault, Place

    print_json({"faults": fault_values(getattr(error, "faults", (Fault(Place(), str(error).rstrip(".")),)))})


if __name__ == "__main__":
    main()
