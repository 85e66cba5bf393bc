"""A toy view: how many points there are."""

from PySide6.QtWidgets import QLabel

from playground.widgets.panel import Panel


class CounterView(Panel):
    """Counts while it can be seen."""

    def __init__(self, session):
        super().__init__("Counter")
        self._session = session
        self.words = QLabel("nothing yet")
        self.add(self.words)
        session.dataset_changed.connect(self._show)

    def showEvent(self, event):
        super().showEvent(event)
        self._show()

    def _show(self):
        if self.isVisible():
            self.words.setText(f"{len(self._session.document.dataset)} points")
