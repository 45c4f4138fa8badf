"""The command line: all commands, and how errors leave it."""

import click

from cmalt_review import __version__
from cmalt_review.cli import earlier, evidence, exchange, feedback, intake, judging, queue, reconciling, setup
from cmalt_review.cli.common import Common, Group, common_options, printable
from cmalt_review.errors import ReviewError
from cmalt_review.model.text import clean_line


@click.group(
    cls=Group,
    invoke_without_command=True,
    epilog="Without a command the queue opens. Each command has --help with an example.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="cmalt-review")
@click.pass_context
def commands(context: click.Context) -> int:
    """Assess CMALT portfolios: queue, grades, feedback, reconciliation, the completed form."""
    common = context.ensure_object(Common)
    if context.invoked_subcommand is None:
        from cmalt_review.tui.app import run

        return run(common.workspace)
    return 0


common_options(commands)
for module in (queue, intake, evidence, earlier, judging, feedback, exchange, reconciling, setup):
    for command in module.COMMANDS:
        commands.add_command(command)


_DISK = "Check the name, the folder and the space on the disk."


def _tell(error: ReviewError) -> int:
    """Print an error; its exit code."""
    click.echo(printable(str(error)), err=True)
    return error.exit_code


def main(arguments: list[str]) -> int:
    """Run a command; the exit code. Errors are one to three lines on standard error, never a traceback."""
    try:
        code = commands.main(args=arguments, prog_name="cmalt-review", standalone_mode=False)
    except ReviewError as error:
        return _tell(error)
    except BrokenPipeError:
        raise
    except OSError as error:  # whatever a disk, a share or a name that is too long may bring
        return _tell(ReviewError(clean_line(f"{error.filename or 'The disk'}: {error.strerror or error}"), "", _DISK))
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        click.echo("Left; what was done so far is saved.", err=True)
        return 2
    except click.ClickException as error:
        click.echo(error.format_message().replace("\n", " "), err=True)
        context = getattr(error, "ctx", None)
        click.echo(f"Try: {context.command_path if context else 'cmalt-review'} --help", err=True)
        return 2
    return code if isinstance(code, int) else 0
