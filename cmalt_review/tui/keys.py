"""All key bindings as data: what a key is called, what it does, and what the help says about it.

The screens take their bindings from here, the footer and the help screen their words, and ``docs/keys.md`` is written
from here (``python -m cmalt_review.tui.keys docs/keys.md``). A user changes keys in ``keys.toml`` of the
configuration folder, e.g. ``[queue]`` / ``flag = "F"``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """One binding. ``id`` is unique within its screen; ``keys`` lists alternatives, separated by commas."""

    id: str
    keys: str
    action: str
    """Name of the action, as Textual resolves it on the screen (or ``app.…``)."""
    description: str
    """One to three words, for the footer."""
    explanation: str
    """One sentence, for the help screen and the manual."""
    footer: bool = True


TITLES = {
    "app": "Everywhere",
    "table": "In lists",
    "queue": "Queue",
    "assess": "Assess",
    "earlier": "The earlier round",
    "changes": "What the candidate changed",
    "submit": "Before you submit",
    "mapping": "Pieces and sections",
    "reconcile": "Reconcile",
    "finish": "Finish",
    "feedback": "Feedback",
    "point": "Writing a point or the overall text",
    "phrases": "Choosing a phrase",
    "preview": "Preview",
    "wait": "Submitted",
    "other": "Type in the other's assessment",
    "copyout": "Copy out",
}
"""Headings of the sections, in the order of the manual."""

SCREENS: dict[str, list[Key]] = {
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
    "assess": [
        Key("strong", "s", "grade('S')", "Strong", "Grades the section Strong."),
        Key("adequate", "a", "grade('A')", "Adequate", "Grades the section Adequate."),
        Key("revisions", "r", "grade('R')", "Revisions", "Grades the section Revisions required."),
        Key("missing", "m", "grade('M')", "missing", "Grades the section Incomplete/missing.", False),
        Key("not-applicable", "x", "grade('N')", "not applicable", "Grades the section Not applicable.", False),
        Key("complete", "c", "grade('C')", "complete", "Marks a section that is not assessed as complete.", False),
        Key("element-1", "1", "element(1)", "description",
            "The next level of the description: strong, adequate, needs work, absent, none."),
        Key("element-2", "2", "element(2)", "reflection", "The next level of the reflection."),
        Key("element-3", "3", "element(3)", "evidence", "The next level of the evidence."),
        Key("element-4", "4", "element(4)", "principle 1",
            "In the advanced area: whether principle 1 is addressed, partly, or not.", False),
        Key("element-5", "5", "element(5)", "principle 2", "In the advanced area: principle 2.", False),
        Key("element-6", "6", "element(6)", "principle 3", "In the advanced area: principle 3.", False),
        Key("element-7", "7", "element(7)", "principle 4", "In the advanced area: principle 4.", False),
        Key("criterion-1", "8", "criterion(1)", "interplay", "Ticks the first criterion: yes, no, open.", False),
        Key("criterion-2", "9", "criterion(2)", "criticality", "Ticks the second criterion.", False),
        Key("criterion-3", "0", "criterion(3)", "influence", "Ticks the third criterion.", False),
        Key("next", "n", "next_ungraded", "next ungraded", "Moves to the next section without a grade."),
        Key("point", "p", "point", "point", "Writes a point of feedback on this section."),
        Key("finish", "f", "finish", "finish", "Opens the review before you submit, where the outcome is chosen."),
        Key("earlier", "E", "earlier", "earlier round",
            "In a resubmission: shows what was said in the earlier round, section by section, to tick it off."),
        Key("tick-earlier", "i", "tick_earlier", "tick earlier point",
            "Ticks the highlighted required point of the earlier round, or the first open one of the section: "
            "addressed, partly, not."),
        Key("changes", "D", "changes", "changes",
            "Compares the text with the earlier round on this desk or the last import, paragraph by paragraph."),
        Key("pane", "tab", "pane(1)", "pane", "Goes to the next pane: sections, text, judgement."),
        Key("undo", "u", "undo", "undo", "Takes back the last change, in whichever section it was."),
        Key("previous-section", "left_square_bracket", "section(-1)", "previous", "Moves to the section before."),
        Key("next-section", "right_square_bracket", "section(1)", "next", "Moves to the next section."),
        Key("search", "/", "search", "search", "Searches the text; enter and ↓ find the next, ↑ the one before."),
        Key("note", "w", "note", "private note", "Writes a private note on the section; it never leaves this desk."),
        Key("open", "o", "evidence", "links", "Lists the links and pictures of the section, to open and tick off."),
        Key("mark", "h", "mark", "mark passage",
            "Highlights the paragraph at ▸ as description, reflection, evidence or a principle."),
        Key("overall", "t", "overall", "overall text", "Writes your overall text, which only you edit."),
        Key("zoom", "+", "zoom", "zoom", "Gives the pane the whole screen; again shows all panes."),
        Key("edit", "e", "edit_point", "edit point", "Edits the highlighted point, or asks which.", False),
        Key("delete", "d,delete", "delete_point", "delete point", "Deletes the highlighted point, or asks which.",
            False),
        Key("feedback", "b", "feedback", "feedback",
            "Shows your whole feedback as the candidate will read it, with what the checker finds."),
        Key("bare", "z", "next_bare", "next without a point", "Moves to the next section that has no point yet.",
            False),
        Key("pane-back", "shift+tab", "pane(-1)", "pane before", "Goes to the pane before.", False),
        Key("hide", "-", "hide", "hide pane", "Hides the pane; + shows all again.", False),
        Key("paragraph-next", ".", "paragraph(1)", "next paragraph", "Points at the next paragraph.", False),
        Key("paragraph-previous", "comma", "paragraph(-1)", "paragraph before",
            "Points at the paragraph before.", False),
        Key("match-next", ">", "match(1)", "next match", "Goes to the next place where the searched text stands.",
            False),
        Key("match-previous", "<", "match(-1)", "match before", "Goes to the match before.", False),
        Key("page", "space", "space", "page down",
            "Reads on by a screenful; in the judgement pane, the next level of what is highlighted.", False),
        Key("carry", "C", "carry_forward", "carry forward",
            "After minor revisions: takes over what you judged of sections whose text is unchanged.", False),
        Key("unseen", "N", "next_unseen", "next unseen evidence",
            "Moves to the next link or picture that was not ticked, in whichever section it is.", False),
        Key("link", "l", "add_link", "note links", "Notes links of this section that you typed or pasted.", False),
        Key("access", "y", "copy_access", "copy access",
            "Copies the access information of a link, without showing it.", False),
        Key("mapping", "v", "mapping", "pieces", "Shows which piece of the text belongs to which section.", False),
        Key("import", "I", "import_again", "import again",
            "Imports a newer version of the portfolio, or a saved copy of one that is a link.", False),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was last taken back.", False),
        Key("back", "escape", "back", "back", "Leaves a field, or goes back to the queue.", False),
    ],
    "earlier": [
        Key("addressed", "a", "tick('addressed')", "addressed", "Ticks the required point as addressed."),
        Key("partly", "p", "tick('partly')", "partly", "Ticks it as partly addressed."),
        Key("not", "n", "tick('not')", "not addressed", "Ticks it as not addressed."),
        Key("clear", "backspace", "tick('')", "no tick", "Takes the tick away.", False),
        Key("require", "r", "require", "required point",
            "Makes the passage a required point to be ticked, or takes that back."),
        Key("next-open", "o", "next_open", "next open", "Moves to the next required point without a tick."),
        Key("previous-section", "left_square_bracket", "section(-1)", "previous", "Moves to the section before.",
            False),
        Key("next-section", "right_square_bracket", "section(1)", "next section", "Moves to the next section.", False),
        Key("attach", "f", "attach", "attach a file",
            "Attaches the transcript or feedback of the earlier round, as another desk wrote it."),
        Key("changes", "d", "changes", "changes",
            "Compares the text with the earlier round on this desk, paragraph by paragraph."),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was taken back.", False),
        Key("back", "b,escape,E", "back", "back", "Goes back to the sections."),
    ],
    "changes": [
        Key("next", "n", "change(1)", "next change", "Moves to the next change."),
        Key("previous", "p", "change(-1)", "change before", "Moves to the change before."),
        Key("next-section", "right_square_bracket", "section(1)", "next section",
            "Moves to the next section that changed."),
        Key("previous-section", "left_square_bracket", "section(-1)", "section before",
            "Moves to the section before that changed."),
        Key("unfold", "f", "unfold", "fold/unfold", "Shows unchanged paragraphs too, or folds them again."),
        Key("imports", "i", "imports", "since the import",
            "Compares with the text before the last import, or with the earlier round again."),
        Key("back", "b,escape,D", "back", "back", "Goes back."),
    ],
    "submit": [
        Key("submit", "s", "submit", "submit now", "Freezes your sheet; from then on it can be sent and exported."),
        Key("outcome-1", "1", "outcome(1)", "first outcome", "Recommends the first outcome of the list.", False),
        Key("outcome-2", "2", "outcome(2)", "second outcome", "Recommends the second.", False),
        Key("outcome-3", "3", "outcome(3)", "third outcome", "Recommends the third.", False),
        Key("outcome-4", "4", "outcome(4)", "fourth outcome", "Recommends the fourth.", False),
        Key("outcome-5", "5", "outcome(5)", "fifth outcome", "Recommends the fifth.", False),
        Key("reason", "w", "reason", "reason", "Gives the reason for the outcome, in a sentence or two."),
        Key("overall", "t", "overall", "overall text", "Writes your overall text."),
        Key("feedback", "v", "feedback", "feedback",
            "Shows your whole feedback, point by point, with what the checker finds."),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("export", "x", "export", "export", "Writes your own form into exports/: a draft until you submit."),
        Key("send", "d", "send", "exchange file", "Writes the file that your co-assessor takes in."),
        Key("reopen", "o", "reopen", "reopen", "Opens the submitted sheet as its next version; asks for a reason."),
        Key("back", "b,escape", "back", "back", "Goes back; nothing is submitted."),
    ],
    "mapping": [
        Key("move", "m", "move_piece", "move to a section", "Puts the piece into a section, chosen from a list."),
        Key("split", "s", "split", "split", "Cuts the piece in two at a line, chosen from its lines."),
        Key("join", "n", "join", "join with next", "Puts the next piece behind the text of this one."),
        Key("import", "i", "import_again", "import again",
            "Imports a newer version of the portfolio, or a saved copy of one that is a link."),
        Key("undo", "u", "undo", "undo", "Takes back the last change of the mapping."),
        Key("back", "b,escape", "back", "back", "Goes back to the sections."),
    ],
    "reconcile": [
        Key("next", "n", "next_conflict", "next", "Moves to the next row that is still to be decided."),
        Key("lead", "1", "take('lead')", "lead's", "Takes the lead's grade and points on the row."),
        Key("second", "2", "take('second')", "second's", "Takes the second's grade and points on the row."),
        Key("strong", "s", "take('S')", "Strong", "Agrees on Strong."),
        Key("adequate", "a", "take('A')", "Adequate", "Agrees on Adequate."),
        Key("revisions", "r", "take('R')", "Revisions", "Agrees on Revisions required."),
        Key("missing", "m", "take('M')", "missing", "Agrees on Incomplete/missing.", False),
        Key("not-applicable", "x", "take('N')", "not applicable", "Agrees on Not applicable.", False),
        Key("complete", "c", "take('C')", "complete", "Agrees on complete (sections that are not assessed).", False),
        Key("other", "g", "choose_value", "other", "Chooses from all that may be agreed on the row.", False),
        Key("confirm", "=", "confirm_agreed", "confirm", "Confirms all rows on which both agree."),
        Key("finish", "f", "finish", "finish", "Opens the review: outcome, statement, assent."),
        Key("both", "b", "both_points", "both", "Keeps the points of both on the row."),
        Key("edit", "e", "edit_point", "edit", "Changes a point's words for the joint statement."),
        Key("drop", "d", "toggle_point", "drop/keep", "Drops a point from the statement, or takes it back in.", False),
        Key("kind", "t", "point_kind", "kind of point", "Makes a point a strength, required, or an offer.", False),
        Key("reason", "w", "reason", "reason", "Writes the reason for what was agreed on the row."),
        Key("clear", "backspace", "clear", "clear", "Takes the decision on the row back.", False),
        Key("pane", "v", "next_pane", "next pane", "Shows lead's, second's or agreed, one at a time.", False),
        Key("more", "space", "more", "more", "Scrolls what is shown of the row, and back to its beginning.", False),
        Key("zoom", "+", "zoom", "zoom", "Gives what is shown of the row the whole screen, and back.", False),
        Key("type-in", "i", "type_in", "type in theirs", "Goes on typing in the other's assessment.", False),
        Key("mine", "o", "mine", "my own sheet", "Sends, exports or copies out my own assessment.", False),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was taken back.", False),
        Key("back", "escape", "back", "back", "Goes back to the queue.", False),
    ],
    "finish": [
        Key("outcome-1", "1", "outcome(1)", "outcome 1", "Decides on the first outcome.", False),
        Key("outcome-2", "2", "outcome(2)", "outcome 2", "Decides on the second outcome.", False),
        Key("outcome-3", "3", "outcome(3)", "outcome 3", "Decides on the third outcome.", False),
        Key("outcome-4", "4", "outcome(4)", "outcome 4", "Decides on the fourth outcome.", False),
        Key("outcome-5", "5", "outcome(5)", "outcome 5", "Decides on the fifth outcome.", False),
        Key("reason", "w", "reason", "reason", "Writes the reason for the outcome.", False),
        Key("propose", "p", "propose", "propose", "Proposes what is agreed to the second assessor.", False),
        Key("assent", "y", "assent", "assent", "Records that the second assents, how and when it came.", False),
        Key("not-agreed", "n", "not_agreed", "not agreed", "Records that the two do not agree: ALT decides.", False),
        Key("finish", "f", "finish", "finish", "Closes the reconciliation; needs the second's assent.", False),
        Key("preview", "v", "preview", "preview", "Shows a document as it would be written.", False),
        Key("feedback", "e", "feedback", "edit feedback", "Edits the joint statement, checked as you write.", False),
        Key("draft", "d", "export(True)", "draft", "Writes the documents into exports/, marked DRAFT.", False),
        Key("export", "x", "export(False)", "export", "Writes the final documents into exports/.", False),
        Key("findings", "i", "findings", "findings", "Lists what stops a final document, to override it.", False),
        Key("release", "l", "release", "release", "Answers the tick-list that releases the statement.", False),
        Key("sent", "s", "sent", "sent", "Records that the documents went to ALT.", False),
        Key("returned", "r", "returned", "returned", "Records ALT's question, which reopens what was agreed.", False),
        Key("closed", "c", "closed", "closed", "Records that ALT has issued the result: the work is done.", False),
        Key("mine", "o", "mine", "my own sheet", "Sends, exports or copies out my own assessment.", False),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was taken back.", False),
        Key("back", "b", "back", "reconcile", "Goes back to reconcile."),
        Key("leave", "q,escape", "leave", "leave it", "Leaves it as it is."),
    ],
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
    "wait": [
        Key("export", "x", "export", "export", "Writes my completed form (DOCX and Markdown) into exports/.", False),
        Key("preview", "p", "preview", "preview", "Shows my completed form as it would be written.", False),
        Key("copy-out", "c", "copy_out", "copy out", "Copies my sheet field by field into a web form.", False),
        Key("send", "d", "send", "exchange file", "Writes my sheet as a file for the other's cmalt-review.", False),
        Key("receive", "r", "receive", "receive", "Takes in the other's sheet from a file.", False),
        Key("type-in", "i", "type_in", "type in theirs", "Types in the other's, from whatever it came in.", False),
        Key("view", "v", "view", "my sheet", "Shows my sheet; it is submitted, so nothing can be changed.", False),
        Key("reopen", "o", "reopen", "reopen", "Opens my sheet as its next version, with a reason.", False),
        Key("sent", "s", "sent", "sent", "Records that my assessment was sent and my part is done.", False),
        Key("next", "n", "go_on", "reconcile", "Goes on to reconcile, once theirs is in.", False),
        Key("back", "escape", "back", "back", "Goes back."),
    ],
    "other": [
        Key("strong", "s", "grade('S')", "Strong", "They graded it Strong."),
        Key("adequate", "a", "grade('A')", "Adequate", "They graded it Adequate."),
        Key("revisions", "r", "grade('R')", "Revisions", "They graded it Revisions required."),
        Key("missing", "m", "grade('M')", "missing", "They graded it Incomplete/missing.", False),
        Key("not-applicable", "x", "grade('N')", "not applicable", "They graded it Not applicable.", False),
        Key("complete", "c", "grade('C')", "complete", "They found it complete (sections not assessed).", False),
        Key("choose", "g", "choose", "choose", "Chooses from all that the row may have, levels too.", False),
        Key("clear", "backspace", "grade('')", "clear", "Takes the grade of the row away.", False),
        Key("points", "p", "points", "points", "Types in what they wrote on the row, a paragraph a point."),
        Key("overall", "t", "overall", "overall text", "Types in their overall text."),
        Key("outcome", "o", "outcome", "outcome", "Chooses the outcome that they recommend."),
        Key("keep-file", "f", "keep_file", "keep file", "Keeps the file that it came in, with its hash."),
        Key("undo", "u", "undo", "undo", "Takes back the last change."),
        Key("redo", "ctrl+r", "redo", "redo", "Does again what was taken back.", False),
        Key("back", "escape,b", "back", "done", "Goes back; what was typed in stays."),
    ],
    "copyout": [
        Key("copy", "y,space", "copy", "copy", "Copies the field, ticks it off, and moves to the next."),
        Key("next", "n", "next_left", "next left", "Moves to the next field that was not copied."),
        Key("untick", "backspace", "untick", "untick", "Takes the tick of the field away."),
        Key("back", "escape,b", "back", "back", "Goes back."),
    ],
}  # fmt: skip


def bindings(screen: str) -> list[BindingType]:
    """The Textual bindings of one section, with ids such as ``queue.flag``."""
    from textual.binding import Binding

    return [
        Binding(keys, action, description, show=footer, tooltip=explanation, id=f"{screen}.{id_}")
        for id_, keys, action, description, explanation, footer in SCREENS[screen]
    ]


def explanation(binding: Binding) -> str:
    """What the help says about a binding: its sentence, or its description where it is not one of ours."""
    return binding.tooltip or binding.description


def read_keymap(path: Path) -> tuple[dict[str, str], list[str]]:
    """The user's keys by binding id, and what is wrong with the file, in sentences.

    An entry that is wrong is left out; the rest counts. A missing file means no changes.
    """
    import tomllib

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, [f"{path} could not be read, so the usual keys stay: {error}"]
    keymap: dict[str, str] = {}
    problems: list[str] = []
    for screen, entries in data.items():
        if screen not in SCREENS or not isinstance(entries, dict):
            problems.append(f"There is no section [{screen}]; there are {', '.join(SCREENS)}.")
            continue
        for id_, value in entries.items():
            problem = _entry_problem(screen, id_, value)
            if problem:
                problems.append(problem)
            else:
                keymap[f"{screen}.{id_}"] = ",".join(_normal(part) for part in value.split(","))
    _drop_clashes(keymap, problems)
    return keymap, problems


def _entry_problem(screen: str, id_: str, value: Any) -> str:
    if id_ not in {key.id for key in SCREENS[screen]}:
        return f"[{screen}] has no key called {id_}."
    if not isinstance(value, str) or not all(part.strip() for part in value.split(",")):
        return f'[{screen}] {id_}: write the key in quotes, e.g. "F" or "ctrl+t".'
    return ""


def _normal(key: str) -> str:
    """A key as Textual names it: ``?`` is ``question_mark``."""
    from textual.keys import _character_to_key

    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key.lower()


def _keys_of(screen: str, key: Key, keymap: dict[str, str]) -> Iterable[str]:
    text = keymap.get(f"{screen}.{key.id}", key.keys)
    return (_normal(part) for part in text.split(","))


def clashes(keymap: dict[str, str]) -> list[tuple[str, str, str]]:
    """Pairs of binding ids that share a key within a screen (with the app's and the lists' keys): (key, id, id)."""
    found = []
    for screen in SCREENS:
        taken: dict[str, str] = {}
        for part in dict.fromkeys((screen, "app", "table")):
            for key in SCREENS[part]:
                for name in _keys_of(part, key, keymap):
                    id_ = f"{part}.{key.id}"
                    other = taken.setdefault(name, id_)
                    if other != id_ and (name, other, id_) not in found:
                        found.append((name, other, id_))
    return found


def _drop_clashes(keymap: dict[str, str], problems: list[str]) -> None:
    for name, first, second in clashes(keymap):
        changed = second if second in keymap else first
        if changed in keymap:
            problems.append(f"{name} would be both {first} and {second}; {changed} keeps its usual key.")
            del keymap[changed]


_NAMES = {
    "question_mark": "?", "slash": "/", "left_square_bracket": "[", "right_square_bracket": "]", "plus": "+",
    "minus": "-", "equals_sign": "=", "pagedown": "page down", "pageup": "page up", "escape": "esc",
    "up": "↑", "down": "↓", "full_stop": ".", "comma": ",", "space": "space",
    "less_than_sign": "<", "greater_than_sign": ">",
}  # fmt: skip


def display(key: str) -> str:
    """A key as a person reads it: ``question_mark`` is ``?``."""
    return _NAMES.get(key, key)


def markdown() -> str:
    """``docs/keys.md``: every binding, by screen."""
    lines = [
        "# Keys",
        "",
        "Written from the bindings (`python -m cmalt_review.tui.keys docs/keys.md`). Change a key in `keys.toml` in",
        "the configuration folder: a section per screen, the name of the key, the new keys separated by commas:",
        "",
        "```toml",
        "[queue]",
        'flag = "F"',
        "```",
        "",
        "Single letters work where no text field has the focus. `ctrl+c` copies.",
    ]
    for screen, title in TITLES.items():
        lines += ["", f"## {title}: `[{screen}]`", "", "| key | name | what it does |", "| --- | --- | --- |"]
        for key in SCREENS[screen]:
            shown = " ".join(f"`{display(_normal(part))}`" for part in key.keys.split(","))
            lines.append(f"| {shown} | `{key.id}` | {key.explanation.replace('|', '/')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys
    from pathlib import Path

    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(markdown(), encoding="utf-8")
    else:
        sys.stdout.write(markdown())
