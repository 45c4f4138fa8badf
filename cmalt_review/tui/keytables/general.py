"""Keys of what holds everywhere, in lists, and in the queue."""

from __future__ import annotations

from cmalt_review.tui.keytables.key import Key

GENERAL: dict[str, list[Key]] = {
    "app": [
        Key("help", "?,f1", "app.help", "help", "Shows the keys that work here, and what each does."),
        Key("palette", "ctrl+p", "app.command_palette", "commands", "Finds any command by its name.", False),
        Key("quit", "ctrl+q", "app.quit", "quit", "Leaves the program; everything is saved.", False),
    ],
    "table": [
        Key("down", "down,j", "move(1)", "down", "Moves to the next row.", False),
        Key("up", "up,k", "move(-1)", "up", "Moves to the row before.", False),
        Key("page-down", "pagedown,ctrl+f", "page(1)", "page down", "Moves one screenful down.", False),
        Key("page-up", "pageup,ctrl+b", "page(-1)", "page up", "Moves one screenful up.", False),
        Key("first", "home", "first", "first", "Moves to the first row.", False),
        Key("last", "end", "last", "last", "Moves to the last row.", False),
        Key("open", "enter", "choose", "open", "Opens the row."),
    ],
    "queue": [
        Key("next", "n", "next_mine", "next for me", "Moves to the next portfolio that waits for you."),
        Key("filter", "/", "filter", "filter",
            "Shows only what matches, e.g. role:lead state:reconcile age>42 candidate:okafor; a minus excludes."),
        Key("sort", "o", "sort", "sort", "Orders by what waits for you, by age, by candidate, by state, in turn."),
        Key("flag", "f", "flag", "flag", "Flags the portfolio, or takes the flag away."),
        Key("snooze", "z", "snooze", "snooze", "Puts the portfolio aside until a day; until then it waits."),
        Key("declare", "c", "declare", "conflict of interest",
            "Records your relationship to the candidate: none, one that you declare, or that you decline."),
        Key("add", "a", "add", "add", "Adds a portfolio from files or from a link."),
        Key("undo", "u", "undo", "undo", "Takes back the last flag, snooze or declaration."),
        Key("clear", "escape", "clear_filter", "clear filter", "Takes the filter away.", False),
        Key("view-1", "1", "view(1)", "needs me", "Shows what waits for you.", False),
        Key("view-2", "2", "view(2)", "waiting", "Shows what waits for others, or for a day.", False),
        Key("view-3", "3", "view(3)", "all", "Shows all portfolios.", False),
        Key("view-4", "4", "view(4)", "done", "Shows what is closed or declined.", False),
    ],
}  # fmt: skip
