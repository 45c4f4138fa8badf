"""Keys of the screens in which feedback is written and read."""

from __future__ import annotations

from cmalt_review.tui.keytables.key import Key

WRITING: dict[str, list[Key]] = {
    "feedback": [
        Key("edit", "e", "edit", "edit", "Edits the point or the overall text at the cursor, as Enter does."),
        Key("next-finding", "n", "next_finding", "next finding", "Moves to the next finding of the checker."),
        Key("explain", "x", "explain", "explain", "Says what the finding rests on, and what can be done."),
        Key("fix", "f", "fix", "fix", "Puts in the checker's wording, where it has one."),
        Key("dismiss", "i", "put_aside", "dismiss", "Puts the finding aside for good, for this sentence."),
        Key("kind", "t", "kind", "kind",
            "Makes the point a strength, required, or for consideration; its phrase follows."),
        Key("add", "a", "add", "add point", "Writes another point on the same section."),
        Key("drop", "d", "drop", "delete/drop", "Deletes my point; drops a joint one, or takes it back in."),
        Key("overall", "w", "overall", "overall text", "Writes your overall text."),
        Key("go", "g", "go", "section", "Opens the section in the assess screen."),
        Key("release", "r", "release", "release", "Asks what only a person can tell, and releases the statement."),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("up", "left_square_bracket,ctrl+up", "reorder(-1)", "earlier",
            "Moves the point up among the points of its section.", False),
        Key("down", "right_square_bracket,ctrl+down", "reorder(1)", "later",
            "Moves the point down among the points of its section.", False),
        Key("rule-off", "o", "rule_off", "rule off", "Switches the finding's rule off in this workspace.", False),
        Key("save-phrase", "s", "save_phrase", "save as phrase", "Keeps the point's words as a phrase of yours.",
            False),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was taken back.", False),
        Key("back", "b,escape", "back", "back", "Goes back."),
    ],
    "point": [
        Key("done", "escape,ctrl+s", "cancel", "done",
            "Leaves; the words are saved as you type. While a phrase is filled in, esc takes the phrase back first."),
        Key("phrases", "ctrl+o,f2", "phrases", "phrases", "Offers the phrases that fit here, and searches all."),
        Key("kind", "ctrl+t", "kind", "kind", "The next kind: strength, required, for consideration; the phrase's "
            "wording follows."),
        Key("element", "ctrl+l", "element", "about", "The next element that the point is about."),
        Key("next-finding", "ctrl+n,f3", "next_finding", "next finding", "Selects the next finding of the checker."),
        Key("fix", "ctrl+r,f4", "fix", "fix", "Puts in the checker's wording of the sentence, where it has one."),
        Key("dismiss", "f8", "put_aside", "dismiss", "Puts the finding aside for good, for this sentence."),
        Key("rule-off", "f9", "rule_off", "rule off", "Switches the finding's rule off in this workspace.", False),
        Key("save-phrase", "f5", "save_phrase", "save as phrase",
            "Keeps these words as a phrase of yours; names and quoted words become places to fill in."),
        Key("stop", "tab", "stop(1)", "next place", "Goes to the next place to be filled in.", False),
        Key("stop-back", "shift+tab", "stop(-1)", "place before", "Goes to the place before.", False),
    ],
    "phrases": [
        Key(f"pick-{n}", f"{n}", f"pick({n})", f"phrase {n}", f"Puts in phrase {n} of those in sight.", False)
        for n in range(1, 10)
    ],
    "preview": [
        Key("back", "escape,v,q", "back", "back", "Goes back."),
    ],
}  # fmt: skip
