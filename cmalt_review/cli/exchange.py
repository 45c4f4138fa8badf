"""Commands by which assessments leave and arrive: send, receive, export."""

from pathlib import Path

import click

from cmalt_review.cli.common import Command, Common, Path_, pass_common


@click.command(cls=Command, example="cmalt-review send amara -o amara-sheet.toml")
@click.argument("id_", metavar="ID")
@click.option("-o", "--output", "file", type=Path_, required=True, help="The file to write.")
@pass_common
def send(common: Common, /, id_: str, file: Path) -> int:
    """Write my submitted sheet as a file for the other assessor. Private notes are not in it."""
    with common.desk() as desk:
        id_ = desk.resolve(id_)
        sheet = desk.send(id_, file)
        row = desk.row(id_)
    common.answer(
        {
            "id": id_,
            "from": sheet.author or sheet.role,
            "state": row.state,
            "file": str(file),
            "version": sheet.version,
        },
        f"Version {sheet.version} of your sheet is in {file}.",
    )
    return 0


@click.command(cls=Command, example="cmalt-review receive second-sheet.toml")
@click.argument("file", type=Path_)
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--confirm", is_flag=True, help="It is the same candidate, though the name is spelt differently.")
@pass_common
def receive(common: Common, /, file: Path, id_: str | None, confirm: bool) -> int:
    """Take in the other assessor's sheet. Nothing of it is shown before yours is submitted."""
    with common.desk() as desk:
        received = desk.receive(file, id_, confirm=confirm)
        row = desk.row(received.id)
    words = (
        f"The sheet of {received.sender} has arrived."
        if received.new
        else "That sheet was here already; nothing changed."
    )
    common.answer(
        {"id": received.id, "from": received.sender, "state": row.state}, f"{received.id}: {words} Next: {row.next}."
    )
    return 0 if received.new else 1


@click.command(cls=Command, example="cmalt-review export amara --kind mine -o amara.docx")
@click.argument("id_", metavar="ID")
@click.option(
    "--kind", type=click.Choice(["mine", "transcript", "form", "statement"]), required=True, help="Which document."
)
@click.option("--format", "format_", type=click.Choice(["docx", "md"]), help="Default: by the file's name.")
@click.option("-o", "--output", "file", type=Path_, required=True, help="The file to write.")
@click.option("--draft", is_flag=True, help="Also from what is unfinished; marked DRAFT.")
@click.option(
    "--override", "overrides", multiple=True, metavar="RULE", help="Write it although this rule speaks against it."
)
@click.option("--reason", default="", help="Why; recorded with the override.")
@pass_common
def export(
    common: Common,
    /,
    id_: str,
    kind: str,
    format_: str | None,
    file: Path,
    draft: bool,
    overrides: tuple[str, ...],
    reason: str,
) -> int:
    """Write a document: my completed form, the transcript, the agreed form, the statement."""
    with common.desk() as desk:
        asked = {"draft": draft, "overrides": overrides, "reason": reason}
        desk.refresh_rows()  # the names of other candidates are looked for
        written = desk.export(desk.resolve(id_), kind, file, format_ or "", **asked)
    words = f"Written{', marked DRAFT' if written.draft else ''}: {written.file}"
    common.answer({"file": str(written.file), "sha256": written.sha256, "draft": written.draft}, words)
    return 0


COMMANDS = (send, receive, export)
