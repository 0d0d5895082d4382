"""What the audit log tells of operations: sent, ended, on whom; and never what must not be in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.control.bench import SOURCE, Bench, able, virtual
from tests.waiting import PATIENCE_S
from tui.audit.chain import entry_of
from tui.audit.files import NAME, AuditFiles
from tui.audit.log import AuditLog
from tui.audit.operations import OperationAudit
from tui.audit.origin import AuditOrigin
from tui.live.commands.filling import Given
from tui.source.errors import OperationError
from tui.source.raw import Digits, Raw, RawObject

SECRET = "4111222233334444"


class Written:
    """A desk whose operations are written down."""

    def __init__(self, folder: Path) -> None:
        self.bench = Bench()
        self._folder = folder
        self._log = AuditLog(AuditFiles(folder), AuditOrigin("desk", "wall", "terminal", "/dev/pts/7"))
        OperationAudit(self._log, self.bench.operator, {SOURCE: "agent.login"})

    def text(self) -> str:
        """What is in the file once all is written."""
        self._log.close(PATIENCE_S)
        return (self._folder / NAME).read_text()

    def entries(self) -> list[dict[str, Any]]:
        return [entry_of(line.encode()) for line in self.text().splitlines()]


@virtual
async def test_an_operation_is_written_when_it_is_sent_and_when_it_ended(tmp_path: Path) -> None:
    written = Written(tmp_path)
    bench = written.bench
    bench.show(able("a", "Established", participants=[{"phoneNumber": "+12025550143"}]))
    await bench.ask("hold")
    bench.tell(able("a", "Held"))
    await bench.sending

    sent, ended = written.entries()
    assert (sent["event"], sent["command"], sent["operation"], sent["call"]) == ("operation", "hold", "Hold", "a")
    assert (sent["source"], sent["login"], sent["party"]) == (SOURCE, "agent.login", "•••• 0143")
    assert (ended["event"], ended["outcome"]) == ("outcome", "confirmed")
    assert ended["done_s"] >= 0
    assert sent["operation_number"] == ended["operation_number"]


@virtual
async def test_one_that_timed_out_and_came_true_has_both_outcomes(tmp_path: Path) -> None:
    written = Written(tmp_path)
    bench = written.bench
    bench.show(able("a", "Established"))
    await bench.ask("hold")
    await bench.sending
    bench.tell(able("a", "Held"))

    assert [entry.get("outcome") for entry in written.entries()] == [None, "timed out", "confirmed"]


@virtual
async def test_words_of_the_server_digits_and_data_are_not_in_it(tmp_path: Path) -> None:
    written = Written(tmp_path)
    bench = written.bench
    bench.show(able("a", "Established", participants=[{"phoneNumber": "+12025550143"}]))
    await bench.ask("dtmf", given=Given(digits=Digits(SECRET)))
    await bench.sending
    bench.server.answers = [OperationError(3, f"bad value {SECRET}")]
    await bench.ask("update_data", given=Given(data=RawObject({"Card": SECRET})))
    await bench.sending

    text = written.text()
    assert SECRET not in text
    assert "12025550143" not in text
    assert '"failed"' in text


@virtual
async def test_whom_a_call_was_sent_to_is_masked(tmp_path: Path) -> None:
    written = Written(tmp_path)
    bench = written.bench
    bench.show(able("a", "Established", capabilities=["SingleStepTransfer"]))
    await bench.ask("blind_transfer", given=Given(number=Raw("+1 202 555 0199")))
    await bench.sending

    assert written.entries()[0]["party"] == "•••• 0199"
