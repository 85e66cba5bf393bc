"""What the program remembers between starts: a typed door to QSettings that no bad value can keep from opening."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ThemeChoice = Literal["auto", "dark", "light"]
MOST_RECENT = 10
MOST_COMMANDS = 5
LEAST_SCALE, MOST_SCALE = 80, 200


class Settings:
    """Reads fall back to their default when the stored value is not what it should be."""

    def __init__(self) -> None:
        self._store = _store()

    @property
    def theme(self) -> ThemeChoice:
        """Dark, light, or what the system says, dark where it says nothing."""
        value = self._text("theme", "auto")
        return "dark" if value == "dark" else "light" if value == "light" else "auto"

    @theme.setter
    def theme(self, value: ThemeChoice) -> None:
        self._store.setValue("theme", value)

    @property
    def scale(self) -> int:
        """Size of the interface in percent."""
        text = self._text("scale", "100")
        return min(max(int(text), LEAST_SCALE), MOST_SCALE) if text.isdecimal() else 100

    @scale.setter
    def scale(self, value: int) -> None:
        self._store.setValue("scale", str(value))

    @property
    def own_scale(self) -> int:
        """The size that was noted by `note_scale`, in percent; that of now where none is."""
        text = self._text("own_scale", "")
        return int(text) if text.isdecimal() else self.scale

    def note_scale(self) -> None:
        """Note the size of now: another one is set for a while, which is not to outlive the program."""
        self._store.setValue("own_scale", str(self.scale))

    def give_scale_back(self) -> None:
        """Have the size again that was noted by `note_scale`, and note none."""
        if self._store.contains("own_scale"):
            self.scale = self.own_scale
            self._store.remove("own_scale")

    @property
    def reduced_motion(self) -> bool:
        """Whether animations are off."""
        return self._text("reduced_motion", "false") == "true"

    @reduced_motion.setter
    def reduced_motion(self, value: bool) -> None:
        self._store.setValue("reduced_motion", "true" if value else "false")

    @property
    def pictures_carry_project(self) -> bool:
        """Whether saved pictures hold the project they show."""
        return self._text("pictures_carry_project", "true") == "true"

    @pictures_carry_project.setter
    def pictures_carry_project(self, value: bool) -> None:
        self._store.setValue("pictures_carry_project", "true" if value else "false")

    @property
    def picture(self) -> str:
        """What the last saved picture was to be, as text; empty before the first."""
        return self._text("picture", "")

    @picture.setter
    def picture(self, text: str) -> None:
        self._store.setValue("picture", text)

    @property
    def saves_runs(self) -> bool:
        """Whether projects hold what was recorded of their runs, to go back in when they are opened again."""
        return self._text("saves_runs", "true") == "true"

    @saves_runs.setter
    def saves_runs(self, value: bool) -> None:
        self._store.setValue("saves_runs", "true" if value else "false")

    @property
    def doctor(self) -> bool:
        """Whether the doctor speaks by itself, and not only when asked."""
        return self._text("doctor", "true") == "true"

    @doctor.setter
    def doctor(self, value: bool) -> None:
        self._store.setValue("doctor", "true" if value else "false")

    @property
    def is_welcomed(self) -> bool:
        """Whether the first start, with its greeting, is over."""
        return self._text("is_welcomed", "false") == "true"

    @is_welcomed.setter
    def is_welcomed(self, value: bool) -> None:
        self._store.setValue("is_welcomed", "true" if value else "false")

    @property
    def lessons_done(self) -> list[str]:
        """Keys of the lessons that were gone through to their end."""
        return self._text("lessons_done", "").split()

    @lessons_done.setter
    def lessons_done(self, keys: Iterable[str]) -> None:
        self._store.setValue("lessons_done", " ".join(keys))

    @property
    def challenges_passed(self) -> list[str]:
        """Keys of the challenges that were passed once."""
        return self._text("challenges_passed", "").split()

    @challenges_passed.setter
    def challenges_passed(self, keys: Iterable[str]) -> None:
        self._store.setValue("challenges_passed", " ".join(keys))

    @property
    def hand_in_name(self) -> str:
        """The name that stood in the last hand-in."""
        return self._text("hand_in_name", "")

    @hand_in_name.setter
    def hand_in_name(self, name: str) -> None:
        self._store.setValue("hand_in_name", name)

    @property
    def lesson_places(self) -> dict[str, int]:
        """Steps at which lessons were left, from 0, by the lessons' keys."""
        found = (text.rpartition("=") for text in self._text("lesson_places", "").split())
        return {key: int(place) for key, _, place in found if key and place.isdecimal() and len(place) < 4}

    @lesson_places.setter
    def lesson_places(self, places: Mapping[str, int]) -> None:
        self._store.setValue("lesson_places", " ".join(f"{key}={place}" for key, place in places.items()))

    @property
    def overlays(self) -> list[str]:
        """What is laid over the output map, by names of `session.map_overlays`."""
        return self._text("overlays", "").split()

    @overlays.setter
    def overlays(self, names: Iterable[str]) -> None:
        self._store.setValue("overlays", " ".join(names))

    @property
    def shows_sums(self) -> bool:
        """Whether the hidden space has a small space before each activation."""
        return self._text("shows_sums", "false") == "true"

    @shows_sums.setter
    def shows_sums(self, value: bool) -> None:
        self._store.setValue("shows_sums", "true" if value else "false")

    @property
    def shows_thumbnails(self) -> bool:
        """Whether the large hidden space shows pictures as thumbnails."""
        return self._text("shows_thumbnails", "false") == "true"

    @shows_thumbnails.setter
    def shows_thumbnails(self, value: bool) -> None:
        self._store.setValue("shows_thumbnails", "true" if value else "false")

    @property
    def common_scale(self) -> bool:
        """Whether the pictures of a layer's neurons share one colour scale."""
        return self._text("common_scale", "false") == "true"

    @common_scale.setter
    def common_scale(self, value: bool) -> None:
        self._store.setValue("common_scale", "true" if value else "false")

    @property
    def hand(self) -> str:
        """What the drawing tools were set to, as text; empty before the first close."""
        return self._text("hand", "")

    @hand.setter
    def hand(self, text: str) -> None:
        self._store.setValue("hand", text)

    @property
    def recent(self) -> list[Path]:
        """Files opened and saved, newest first."""
        value = self._store.value("recent", [])
        # A list of one comes back as a text.
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [Path(name) for name in names if isinstance(name, str)][:MOST_RECENT]

    def add_recent(self, path: Path) -> None:
        """Put a file at the head of the list."""
        rest = [other for other in self.recent if other != path]
        self._store.setValue("recent", [str(other) for other in [path, *rest][:MOST_RECENT]])

    def clear_recent(self) -> None:
        """Forget all recent files."""
        self._store.setValue("recent", [])

    @property
    def recent_commands(self) -> list[str]:
        """Names of what was run from the palette, newest first."""
        value = self._store.value("recent_commands", [])
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [name for name in names if isinstance(name, str)][:MOST_COMMANDS]

    def add_recent_command(self, name: str) -> None:
        """Put a command at the head of the list."""
        rest = [other for other in self.recent_commands if other != name]
        self._store.setValue("recent_commands", [name, *rest][:MOST_COMMANDS])

    @property
    def last_folder(self) -> Path:
        """Where file dialogs open."""
        folder = Path(self._text("last_folder", ""))
        return folder if folder.is_dir() else Path.home()

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._store.setValue("last_folder", str(folder))

    def layout(self, size_class: str) -> tuple[QByteArray, QByteArray, bool] | None:
        """Geometry and dock state of the window, and whether the person arranged it; None before the first close."""
        geometry = self._store.value(f"{size_class}/geometry")
        state = self._store.value(f"{size_class}/state")
        if not isinstance(geometry, QByteArray) or not isinstance(state, QByteArray):
            return None
        return geometry, state, self._text(f"{size_class}/own", "false") == "true"

    def save_layout(self, size_class: str, geometry: QByteArray, state: QByteArray, *, own: bool) -> None:
        """Remember geometry and dock state, and whether the person has moved panels elsewhere."""
        self._store.setValue(f"{size_class}/geometry", geometry)
        self._store.setValue(f"{size_class}/state", state)
        self._store.setValue(f"{size_class}/own", "true" if own else "false")

    def sync(self) -> None:
        """Write to disk now."""
        self._store.sync()

    def _text(self, key: str, default: str) -> str:
        value = self._store.value(key, default)
        # An INI file gives texts, whatever was stored, and a list where somebody has typed a comma.
        return value if isinstance(value, str) else default


def settings_file() -> Path:
    """Where the settings are."""
    return Path(_store().fileName())


def _store() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "playground-nn", "playground")
