"""A toy schedule, with a setting of its own: along a straight line to a share of the rate."""

from playground.methods.base import Setting
from playground.methods.schedules.base import Schedule
from playground.methods.settings import SCHEDULE_EPOCHS

LAST_SHARE = Setting("last_share", 0.25, "Last share", "What is left of the rate.", {"min": 0.0, "max": 1.0})


class Triangle(Schedule):
    name, title = "triangle", "Triangle"
    sentence = "The learning rate falls along a straight line"
    settings = (SCHEDULE_EPOCHS, LAST_SHARE)

    @staticmethod
    def rate_at(settings, epoch):
        fallen = min(epoch / settings.schedule_epochs, 1.0)
        return settings.learning_rate * (1.0 - fallen * (1.0 - settings.last_share))

    def code(self, settings):
        return (
            f"fallen = min(epoch / {settings.schedule_epochs}, 1.0)",
            f"return LEARNING_RATE * (1.0 - fallen * (1.0 - {settings.last_share}))",
        )
