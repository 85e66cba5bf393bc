"""Says what the doctor has found in a line over the bottom line of the window, and answers who asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QRectF, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.widgets.finding_bar import BAR_HEIGHT, FindingBar
from playground.widgets.focus import FocusRing
from playground.widgets.theme import px, theme_signals
from playground.widgets.timers import one_shot

if TYPE_CHECKING:
    from playground.app.layout import PanelLayout
    from playground.app.settings import Settings
    from playground.app.toast import Toast
    from playground.experiments.doctor.examination import Diagnosis, DoctorReport
    from playground.session.session import Session

BELOW, BESIDE, MOST_WIDTH = 1, 16, 1240
PANEL_RADIUS, RING_MS = 10.0, 1800
NOTHING = "Nothing found that can be proved."
LOOKING = "The doctor looks at the run, and tries on 16 seeds what may help."
SHORT_RUN = "The run is too short to tell how its loss goes: train on and ask again."
LEAST_RECORDS = 12
KERNEL = "fused kernel"
UNABLE = "It tries nothing here: the fused kernel does not train this document."


def is_unable(session: Session) -> bool:
    """Whether the doctor tries no cure of the document at hand, since the fused kernel does not train that."""
    snapshot = session.snapshot
    return snapshot is not None and bool(snapshot.stepper) and snapshot.stepper != KERNEL


class DoctorDesk(QObject):
    """Between the window and `session.experiments.doctor`.

    A line lies over the status bar, where messages do, and gives way to them; no panel moves, and the focus stays.

    Args:
        session: Whose run it is about.
        panels: Opened where there is something to be seen.
        settings: Remember whether the doctor speaks by itself.
        toast: Lies over the line while it says something.
        window: What the line lies over.
    """

    def __init__(
        self, session: Session, panels: PanelLayout, settings: Settings, toast: Toast, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session, self._panels, self._settings, self._toast = session, panels, settings, toast
        self._window = window
        self._doctor = session.experiments.doctor
        self.bar = FindingBar("stethoscope", window)
        self._ring = FocusRing(window)
        self._ring.setObjectName("evidence_ring")
        self._ring_timer = one_shot(self, RING_MS, self._ring.leave)
        self._doctor.changed.connect(self._show)
        self._doctor.answered.connect(self._answer)
        theme_signals().changed.connect(self._place)
        panels.changed.connect(self._give_way)
        self._doctor.attend(session)
        self._doctor.switch(on=settings.doctor)
        window.installEventFilter(self)

    def ask(self) -> None:
        """Look now, and answer in any case."""
        self._doctor.ask()

    def toggle(self) -> None:
        """Let the doctor speak by itself, or only when asked."""
        self._settings.doctor = not self._settings.doctor
        self._doctor.switch(on=self._settings.doctor)
        text = "speaks when it can prove a cure" if self._settings.doctor else "speaks only when asked"
        unable = f" {UNABLE}" if self._settings.doctor and is_unable(self._session) else ""
        self._session.message_posted.emit(f"The doctor {text}.{unable}", "info")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle while the window changes its size."""
        if watched is self._window and event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    # ---- inside ----------------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        found = self._doctor.diagnosis
        if found is not None:
            if not self._panels.presenting:
                self._say(found)
        elif self._doctor.is_looking:
            self.bar.show_lines("Ask the doctor", LOOKING, ())
            self._place()
        else:
            self.bar.hide()

    @Slot()
    def _give_way(self) -> None:
        """Pictures that stand alone, for a class, stand without the line."""
        if self._panels.presenting:
            self.bar.hide()
        elif self._doctor.diagnosis is not None:
            self._show()

    def _say(self, found: Diagnosis) -> None:
        actions = (
            ("Apply", f"Apply\n{_capital(found.cure.words)}, and the run starts over; undo goes back", self._apply),
            ("Show", "Show\nWhere that can be seen", partial(self._show_evidence, found)),
            ("Not now", "Not now\nSays it no more of this run", self._doctor.not_now),
            ("Not here", "Not here\nSays it no more of this document", self._doctor.never),
        )
        head, more = f"{found.finding.title}. {found.suspicion.words}", f"Suspected: {found.finding.threshold}"
        self.bar.show_lines(head, found.proof, actions, more)
        self._place()

    def _apply(self) -> None:
        self._doctor.apply()

    def _show_evidence(self, found: Diagnosis) -> None:
        """Open the panel, outlined for a moment, and select the layer and samples that it is about."""
        evidence, selection = found.suspicion.evidence, self._session.selection
        self._panels.open(evidence.panel)
        self._panels.docks[evidence.panel].raise_()
        panel = self._panels.panel(evidence.panel)
        self._ring.follow(panel, lambda: QRectF(panel.rect()), PANEL_RADIUS)
        self._ring_timer.start()
        self.bar.raise_()
        if evidence.layer is not None:
            selection.select_layer(evidence.layer)
        if evidence.samples:
            mask = np.zeros(len(self._session.document.dataset), np.bool_)
            mask[[row for row in evidence.samples if row < len(mask)]] = True
            selection.select_points(mask)

    @Slot(object)
    def _answer(self, report: DoctorReport) -> None:
        """Say that nothing was found, and what was looked at; what was found says itself."""
        if report.diagnosis is not None:
            return
        line = report.reason or f"Looked at {len(report.looked_at)} things"
        if not report.reason and report.not_looked_at:
            line += f"; {len(report.not_looked_at)} findings do not apply to this document"
        line = line.removesuffix(".") + "."
        if len(self._session.history) < LEAST_RECORDS:
            line = f"{line} {SHORT_RUN}"
        actions = (
            ("What it looked at", "What it looked at\nAnd what not, with the reasons", partial(self._tell, report)),
            ("Close", "Close\nTakes this line away", self.bar.hide),
        )
        self.bar.show_lines((report.reason and "The doctor could not try it.") or NOTHING, line, actions)
        self._place()

    def _tell(self, report: DoctorReport) -> None:
        lines = [f"Looked at: {', '.join(report.looked_at)}."] if report.looked_at else []
        if report.unproved:
            lines.append(f"Suspected, but no cure was proved: {', '.join(report.unproved_titles)}.")
        lines += [f"Not looked at: {title}. {reason}" for title, reason in report.not_looked_at]
        box = QMessageBox(self._window)
        box.setWindowTitle("What the doctor looked at")
        box.setText("\n\n".join(lines))
        box.exec()
        box.deleteLater()

    @Slot()
    def _place(self) -> None:
        room = self._window.width() - 2 * px(BESIDE)
        width = min(self.bar.sizeHint().width(), room, px(MOST_WIDTH))
        self.bar.setFixedWidth(width)
        top = self._window.height() - px(BELOW) - px(BAR_HEIGHT)
        self.bar.move((self._window.width() - width) // 2, top)
        self.bar.raise_()
        if not self._toast.bar.isHidden():
            self._toast.bar.raise_()


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
