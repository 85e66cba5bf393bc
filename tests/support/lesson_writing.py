"""What a teacher does in the window in which lessons are written."""

from playground.lessons.goal import StepGoal


def add(editor, heading, words, *goals):
    """Fill the fields of a step and add it."""
    form = editor.form
    form.heading.setText(heading)
    form.words.setPlainText(words)
    form.goals.show_goals([StepGoal.read(goal) for goal in goals])
    editor.add.click()


def choose(field, value):
    """Choose a value of a list, as a person does."""
    field.set_value(value)
    field.chosen.emit(value)
