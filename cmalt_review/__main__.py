"""The way in: without arguments the queue opens at once; everything else is the command line."""

import os
import sys
from pathlib import Path


def main() -> int:
    """Run cmalt-review; the exit code."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 2 and arguments[0] == "--workspace"):
        # The queue needs nothing of the command line's libraries, and start-up is a budget.
        from cmalt_review.errors import ReviewError
        from cmalt_review.tui.app import run

        try:
            return run(Path(arguments[1]).expanduser() if arguments else None)
        except ReviewError as error:
            print(error, file=sys.stderr)
            return error.exit_code
    from cmalt_review.cli.main import main as command_line

    try:
        code = command_line(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of a pipe has left: nothing to tell anyone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
