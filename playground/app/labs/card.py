"""The lab card: one step of a lab at a time, in a strip of fixed place and height.

A step asks, lets the person do something, and explains when its claim has been seen. Messages and findings are told in
the same strip: the step gives way to them and comes back, and nothing around it moves.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.app.labs.fitting import ChoiceGrid, Dots, FittingText, Wording, WrapButton, lead_of, text_height
from playground.app.labs.message_page import ASIDE, INSET, TOP, MessagePage, rule
from playground.app.labs.walk import Walk
from playground.app.theme import ThemeManager, fix_size, scaled
from playground.app.widgets import (
    ElidedLabel,
    IconButton,
    NumberFormat,
    PopupCard,
    TextButton,
    ValueEdit,
    set_style_property,
    styled_label,
)
from playground.experiment import changed_settings, labs
from playground.experiment.claims import watch_words
from playground.experiment.labs import Step
from playground.experiment.message import Message
from playground.training.doctor import Finding
from playground.training.steps import StepSeen, prediction_words

HEIGHT = 84
_GAP = 14


@dataclass(frozen=True)
class Deed:
    """What a button does for a step, and how it is called."""

    text: str
    do: Callable[[], object]
    icon: str = ""


class StepPage(QWidget):
    """The present step of a walk.

    Parameters
    ----------
    walk : which it shows.
    """

    settings_wanted = Signal()
    """The step's settings should be made."""
    why_wanted = Signal()
    hide_wanted = Signal()
    lab_wanted = Signal(object)
    """Another Lab should be opened."""

    def __init__(self, walk: Walk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walk = walk
        self.deeds: Mapping[str, Deed] = {}
        """By the action that a claim asks for; "play", "again" and "study" for the others."""
        self.training = self.spent = self._typing = False
        self._deeds: list[Deed] = []
        self._build()
        walk.changed.connect(self.refresh)

    def offer(self, deeds: Mapping[str, Deed]) -> None:
        """Tell what the buttons can do."""
        self.deeds = deeds
        self.refresh()

    def show_run(self, *, training: bool, spent: bool) -> None:
        """Tell whether the run trains, and whether it can no longer show what the step claims."""
        if (training, spent) != (self.training, self.spent):
            self.training, self.spent = training, spent
            self._show_actions()

    def refresh(self) -> None:
        """Show the step as it is now."""
        walk, step = self.walk, self.walk.step
        if step is None or walk.lab is None:
            return
        count = len(walk.lab.steps)
        self.dots.show_steps([walk.is_seen(number) for number in range(count)], walk.number)
        self.before.setEnabled(walk.number > 0)
        self.after.setEnabled(walk.number < count - 1)
        self.number.setText(self.tr("Step {n} of {all}").format(n=walk.number + 1, all=count))
        self.setAccessibleName(f"{self.number.text()}: {step.task}")
        can_why = walk.phase == "seen" and bool(step.explain)
        self.why.setEnabled(can_why)
        self.why.setToolTip("" if can_why else self.tr("The explanation opens once you have seen it"))
        self._show_guess(step)
        self._show_actions()
        self._arrange()

    # Texts

    def _wordings(self, step: Step) -> list[Wording]:
        """Tell what the step says now, the fullest first."""
        lead, rest = lead_of(step.task)
        phase, predict, told = self.walk.phase, step.predict, self._told
        if phase == "ask" and predict is not None:
            return [(lead, f"{rest} {predict.question}"), (lead, predict.question), ("", predict.question)]
        if phase == "do":
            watch = "" if step.claim is None or step.claim.action else str(watch_words(step.claim))
            full = self.tr("To be seen: {what}.").format(what=watch) if watch else ""
            return [(lead, f"{rest} {full}".strip()), (lead, rest), (lead, "")]
        said = "" if told.predicted is None else self.tr("You said: {guess}.").format(guess=told.predicted)
        if told.happened is None and not said:
            return [(lead, rest), (lead, "")]
        happened = _sentence(told.happened)
        lead = said or self.tr("Seen.")
        short = happened or self.tr("The explanation is behind “why”.")
        return [(lead, f"{happened} {step.explain}".strip()), (lead, short), ("", short)]

    @property
    def _told(self) -> StepSeen:
        assert self.walk.lab is not None
        return self.walk.book.steps(self.walk.lab)[self.walk.number]

    # What can be done

    def _show_guess(self, step: Step) -> None:
        predict, phase = step.predict, self.walk.phase
        given = self.walk.answer.predicted
        choosing = phase == "ask" and predict is not None and bool(predict.choices)
        self.choices.offer(predict.choices if predict is not None and choosing else ())
        self._aside.setCurrentWidget(self.choices if choosing else self._actions)
        typing = phase == "ask" and predict is not None and not choosing
        if not typing and self.guess.hasFocus():
            self.guess.clearFocus()  # Else it would go to whatever button is next.
        self.guess.setVisible(typing)
        self.unit.setVisible(typing)
        self.unit.setText("" if predict is None else predict.unit)
        self.asked.setVisible(predict is not None and (typing or given is not None))
        set_style_property(self.asked, "role", "body" if typing else "small")
        if typing:
            self.guess.set_value(None)
            self.asked.setText(self.tr("Your guess"))
            self.asked.setToolTip("")
        elif predict is not None and given is not None:
            said = str(prediction_words(predict, given))
            self.asked.setText(self.tr("Your guess: {guess}").format(guess=said))
            self.asked.setToolTip(said)
        self.change.setVisible(phase == "do" and given is not None)
        # What is asked has to be whole; a guess in many words may be cut.
        self.asked.ensurePolished()
        words = self.asked.fontMetrics().horizontalAdvance(self.asked.text()) + 2
        self.asked.setMinimumWidth(words if typing else min(words, scaled(60)))
        self._typing = typing

    def _show_actions(self) -> None:
        step, walk = self.walk.step, self.walk
        if step is None or walk.lab is None:
            return
        deeds = []
        if walk.wanted is not None and walk.phase != "seen":
            deeds.append(Deed(self._setting_words(), self._apply))
        if walk.phase != "seen" or (step.claim is None and walk.lab.compare):
            deed = self._deed(step)
            deeds += [] if deed is None else [deed]
        if walk.phase == "seen":
            following = self._following()
            deeds = ([] if following is None else [following]) + deeds
        self._deeds = deeds
        for number, button in enumerate(self.buttons):
            button.setVisible(number < len(deeds))
            if number < len(deeds):
                button.say(deeds[number].text)
                button.set_icon(deeds[number].icon)
                set_style_property(button, "variant", "primary" if number == 0 else "chip")

    def _deed(self, step: Step) -> Deed | None:
        claim = step.claim
        if claim is None or claim.study is not None:
            return self.deeds.get("study") if claim is not None or (self.walk.lab and self.walk.lab.compare) else None
        if claim.action is not None:
            return self.deeds.get(claim.action)
        if self.training:
            return self.deeds.get("pause")
        return self.deeds.get("again" if self.spent and self.walk.wanted is None else "play")

    def _following(self) -> Deed | None:
        walk, lab = self.walk, self.walk.lab
        if lab is None:
            return None
        if walk.number < len(lab.steps) - 1:
            return Deed(self.tr("Next step"), lambda: walk.go(walk.number + 1), "arrow-right")
        slugs = list(labs())
        behind = slugs[slugs.index(lab.slug) + 1 :] if lab.slug in slugs else []
        if not behind:
            return None
        following = labs()[behind[0]]
        text = self.tr("Next lab: {name}").format(name=following.title)
        return Deed(text, lambda: self.lab_wanted.emit(following))

    def _setting_words(self) -> str:
        """The button that makes the step's settings: what it sets, where that is one thing."""
        wanted, experiment = self.walk.wanted, self.walk.experiment
        if wanted is None or experiment is None:
            return ""
        changes = changed_settings(experiment, wanted)
        paths = {change.path for change in changes}
        if paths == {"network.layers.0.units"}:
            units = wanted.network.layers[0].units
            return self.tr("Set 1 neuron") if units == 1 else self.tr("Set {n} neurons").format(n=units)
        if paths == {"training.optimizer.learning_rate"}:
            return self.tr("Set rate {rate}").format(rate=f"{wanted.training.optimizer.learning_rate:g}")
        return self.tr("Try it")

    def _apply(self) -> None:
        self._keep_guess()
        self.settings_wanted.emit()

    def _press(self, number: int) -> None:
        self._keep_guess()
        if number < len(self._deeds):
            self._deeds[number].do()

    def _keep_guess(self) -> None:
        """Tell what was typed counts, also where nobody pressed Enter."""
        if self.guess.isVisible():
            self.guess.commit()

    def _take_guess(self, value: object) -> None:
        if isinstance(value, int | float):
            self.walk.predict(float(value))

    # Building

    def _build(self) -> None:
        self.before = IconButton("arrow-left", self.tr("The step before"), flat=True)
        self.after = IconButton("arrow-right", self.tr("The next step"), flat=True)
        self.dots = Dots()
        self.number = styled_label("", "small")
        self.why = TextButton(self.tr("why"), variant="link")
        self.fold = IconButton("chevron-down", self.tr("Hide the lab's steps (L)"), flat=True)
        self.fold.hide()  # Of use where something else takes the room.
        self.text = FittingText()
        top = QHBoxLayout()
        top.setSpacing(4)
        for widget in (self.before, self.dots, self.after):
            top.addWidget(widget)
        top.addSpacing(4)
        top.addWidget(self.number)
        top.addStretch(1)
        top.addWidget(self.why)
        top.addWidget(self.fold)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(top)
        left.addWidget(self.text, 1)
        self._top = top
        self._side = QWidget()
        self._aside = QStackedLayout(self._side)
        self.choices = ChoiceGrid()
        self._actions = self._built_actions()
        self._aside.addWidget(self.choices)
        self._aside.addWidget(self._actions)
        line = QHBoxLayout(self)
        line.setContentsMargins(INSET, TOP, INSET, TOP)
        line.setSpacing(_GAP)
        line.addLayout(left, 1)
        line.addWidget(rule())
        line.addWidget(self._side)
        self.before.clicked.connect(lambda: self.walk.go(self.walk.number - 1))
        self.after.clicked.connect(lambda: self.walk.go(self.walk.number + 1))
        self.dots.chosen.connect(self.walk.go)
        self.why.clicked.connect(self.why_wanted)
        self.fold.clicked.connect(self.hide_wanted)
        self.choices.chosen.connect(lambda number: self.walk.predict(float(number)))

    def _built_actions(self) -> QWidget:
        box = QWidget()
        self.asked = ElidedLabel("")
        self.guess = ValueEdit(NumberFormat("float", -1e6, 1e6, words=((None, ""),)), None)
        self.guess.setAccessibleName(self.tr("Your guess"))
        self.guess.setPlaceholderText(self.tr("guess"))
        self.guess.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fix_size(self.guess, width=52, height=24)
        self.unit = styled_label("", "quiet")
        self.change = TextButton(self.tr("change"), variant="link")
        self.change.setToolTip(self.tr("Take the guess back and make another"))
        first = QHBoxLayout()
        first.setSpacing(6)
        for widget in (self.asked, self.guess, self.unit, self.change):
            first.addWidget(widget, 1 if widget is self.asked else 0)
        second = QHBoxLayout()
        second.setSpacing(8)
        self.buttons = [WrapButton(), WrapButton()]
        for number, button in enumerate(self.buttons):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            fix_size(button, height=30)
            button.clicked.connect(lambda _=False, each=number: self._press(each))
            second.addWidget(button, 1)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addStretch(1)
        column.addLayout(first)
        column.addLayout(second)
        column.addStretch(1)
        self.guess.committed.connect(self._take_guess)
        self.change.clicked.connect(lambda: self.walk.predict(None))
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def follow_type(self) -> None:
        """Everything is written larger or smaller from now on."""
        self.refresh()

    def _arrange(self) -> None:
        """Share the width between words and answers, so that both are whole."""
        step = self.walk.step
        if step is None or self.width() < 50:
            return
        inner, height = self.width() - 2 * INSET, self.height() - 2 * TOP
        wordings = self._wordings(step)
        line = self._top.sizeHint().width()
        most = inner - 2 * _GAP - line
        fields = self.guess.width() + self.unit.sizeHint().width() + 12
        wanted = self.asked.minimumWidth() + fields if self._typing else 0
        width = min(max(scaled(ASIDE), wanted), most)
        if self._typing:
            self.asked.setVisible(wanted <= width)
        if self._aside.currentWidget() is self.choices:
            least = scaled(110)
            room = height - scaled(24) - 2
            fitting = (
                (self.choices.width_for(height, least, most - _words_width(wording, room, line, inner)), wording)
                for wording in wordings
            )
            width = next((found for found, _ in fitting if found), min(scaled(ASIDE), most))
        self._side.setFixedWidth(max(40, width))
        self.text.set_wordings(*wordings)


def _words_width(wording: Wording, height: int, least: int, most: int) -> int:
    """The width beyond `least` that a wording needs to stand in a height in the usual letters."""
    for width in range(least, most, 16):
        if text_height(wording, 12, width) <= height:
            return width - least
    return most


def _sentence(told: Message | None) -> str:
    text = "" if told is None else str(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


_WHY = 440
_FROM_THE_EDGE = 10


class WhyPopover(PopupCard):
    """What was predicted, what was seen, and why; closes by a click beside it."""

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self.setAccessibleName(self.tr("Why"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 14, 16, 14)
        self._column.setSpacing(6)
        self.title = styled_label("", "strong")
        self.said, self.happened, self.why, self.lesson = QLabel(), QLabel(), QLabel(), styled_label("", "strong")
        for label in (self.title, self.said, self.happened, self.why, self.lesson):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._column.addWidget(label)

    def open(self, step: StepSeen, lesson: str = "") -> None:
        """Open above the card; the lab's `lesson` stands at the end, where all of it was seen."""
        self.lesson.setText(lesson)
        self.lesson.setVisible(bool(lesson))
        self.title.setText(step.question or lead_of(step.task)[0])
        said = "" if step.predicted is None else self.tr("You said: {guess}.").format(guess=step.predicted)
        if step.right is not None:
            told = self.tr("As it came out.") if step.right else self.tr("It came out otherwise.")
            said = f"{said} {told}"
        self.said.setText(said)
        self.said.setVisible(bool(said))
        self.happened.setText(_sentence(step.happened))
        self.happened.setVisible(step.happened is not None)
        self.why.setText(step.explanation)
        width = scaled(_WHY)
        self.setFixedWidth(width)
        self._column.activate()
        self.setFixedHeight(self._column.totalHeightForWidth(width))
        anchor, window = self._anchor, self._anchor.window()
        room = QRect(window.mapToGlobal(QPoint(0, 0)), window.size())
        edge = _FROM_THE_EDGE
        room = room.adjusted(edge, edge, -edge, -edge)
        place = anchor.mapToGlobal(QPoint(anchor.width(), 0)) - QPoint(width, self.height() + 6)
        self.move(max(room.left(), place.x()), max(room.top(), place.y()))
        self.show()


class LabCard(QFrame):
    """The strip: a step, a finding or a message.

    Parameters
    ----------
    walk : whose steps it shows.
    """

    folded_changed = Signal()
    """The steps were hidden or shown again."""
    spoken_changed = Signal()
    """The strip has something to tell now, or no more."""

    def __init__(self, walk: Walk, theme: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.walk, self._theme = walk, theme
        self.folded = self._hushed = False
        self.page, self.message, self.finding = StepPage(walk), MessagePage(), MessagePage()
        self.nothing = QWidget()
        self.labs_button = TextButton(self.tr("Choose a lab"), variant="link")
        words = styled_label(self.tr("No lab's steps go with these data."), "quiet")
        line = QHBoxLayout(self.nothing)
        line.setContentsMargins(INSET, TOP, INSET, TOP)
        line.addStretch(1)
        line.addWidget(words)
        line.addWidget(self.labs_button)
        line.addStretch(1)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.page, self.message, self.finding, self.nothing):
            self._pages.addWidget(page)
        self.popover = WhyPopover(self.page.why)
        fix_size(self, height=HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        walk.changed.connect(self.refresh)
        walk.moved.connect(self._hush)
        self.message.changed.connect(self.refresh)
        self.finding.changed.connect(self.refresh)
        self.page.why_wanted.connect(self._open_why)
        self.page.hide_wanted.connect(lambda: self.fold(True))
        theme.changed.connect(self._recolour)
        self.refresh()

    @property
    def speaks(self) -> bool:
        """Tell whether a message or a finding is told."""
        return self.message.speaks or self.finding.speaks

    def fold(self, folded: bool) -> None:
        """Hide the steps, or show them; messages and findings are told all the same."""
        if folded != self.folded:
            self.folded = folded
            self.folded_changed.emit()
            self.refresh()

    def show_run(self, *, training: bool, spent: bool) -> None:
        """Tell whether the run trains, and whether it can no longer show what the step claims."""
        self.page.show_run(training=training, spent=spent)
        if training and self._hushed:
            self._hushed = False
            self.refresh()

    def _hush(self) -> None:
        """Another step is asked for: what there was to say of the last one's run is over."""
        self._hushed = True
        if self.message.mild:
            self.message.clear()

    def show_finding(self, finding: Finding | None) -> None:
        """Tell a finding with its remedy, or none any more."""
        if finding is None:
            self.finding.clear()
            return
        title, evidence = str(finding.title), str(finding.evidence)
        lead = title if title.endswith((".", ":", "!", "?")) else f"{title}:"
        self.finding.show_message(
            "warning", f"{lead} {evidence}", str(finding.remedy.name), what=self.tr("Finding"), where=finding.layer
        )
        self.finding.why.show()

    def refresh(self) -> None:
        """Show what has most to say."""
        page = self._wanted_page()
        for each in (self.message, self.finding):
            each.show_back(self._behind())
        if page is not self._pages.currentWidget():
            self._pages.setCurrentWidget(page)
        kind = page.kind if isinstance(page, MessagePage) else ("none" if page is self.nothing else "step")
        set_style_property(self, "kind", kind)
        self._recolour()
        self.spoken_changed.emit()

    def _wanted_page(self) -> QWidget:
        """What has most to say; of a step that was just seen neither the run's end nor a finding takes the place."""
        gives_way = self.message.mild and (self.walk.fresh or (self.finding.speaks and not self._hushed))
        if self.message.speaks and not gives_way:
            return self.message
        if self.finding.speaks and not (self.walk.fresh or self._hushed):
            return self.finding
        return self.nothing if self.walk.lab is None else self.page

    def _behind(self) -> str:
        if self.walk.lab is None or self.folded:
            return ""
        return self.tr("back to step {n}").format(n=self.walk.number + 1)

    def _recolour(self) -> None:
        theme = self._theme.theme
        tones = {"info": theme.info, "success": theme.success, "warning": theme.warning, "error": theme.error}
        for page in (self.message, self.finding):
            page.dot.colour = QColor(tones[page.kind])
            page.dot.update()

    def _open_why(self) -> None:
        lab = self.walk.lab
        if lab is not None:
            steps = self.walk.book.steps(lab)
            all_seen = all(step.claim is None or step.happened is not None for step in steps)
            self.popover.open(steps[self.walk.number], lab.lesson if all_seen else "")

    def sizeHint(self) -> QSize:
        return QSize(scaled(560), scaled(HEIGHT))
