"""The lab card in the real window: it moves nothing, and every lab's steps are done by its buttons and the player."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.labs.card import LabCard, StepPage
from playground.app.labs.walk import Walk
from playground.app.theme import TypeSize
from playground.app.window.window import MainWindow
from playground.experiment import change, labs, load
from playground.experiment.labs import Step
from playground.experiment.message import say
from playground.session import Desk, open_session, save_session
from playground.studies import Comparison, Result
from playground.studies.pace import Pace, pace_of
from playground.studies.seen import study_seen
from playground.training import Run, Timeline
from playground.training.claims import StudySeen
from playground.training.doctor import Finding, Remedy
from playground.training.steps import StepBook
from tests.journeys.conftest import Opener

LONG = 60_000


def click(button: QPushButton) -> None:
    assert button.isVisible() and button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


# Nothing moves


def places(window: MainWindow) -> dict[int, QRect]:
    """Where every widget is that has nothing to do with the card."""
    strip = window.card
    others = [each for each in window.findChildren(QWidget) if each is not strip and not strip.isAncestorOf(each)]
    chip = window.insights.findings.button
    return {
        id(each): QRect(each.mapTo(window, QPoint()), each.size())
        for each in others
        if each.isVisible() and each.window() is window and each is not chip and not chip.isAncestorOf(each)
    }


def picture(window: MainWindow) -> QImage:
    """The window with the card, and the room of the chip that counts findings, painted over."""
    image = window.grab().toImage()
    painter = QPainter(image)
    chip, count = window.insights.findings.button, window.network.title
    room = QRect(count.mapTo(window, count.rect().topRight()), chip.mapTo(window, chip.rect().bottomRight()))
    for covered in (QRect(window.card.mapTo(window, QPoint()), window.card.size()), room):
        painter.fillRect(covered.adjusted(-1, -4, 1, 4), Qt.GlobalColor.black)
    painter.end()
    return image


def steady(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing is drawn sharper any more."""
    last = [picture(window)]

    def same() -> bool:
        last.append(picture(window))
        return window.settled and last[-1] == last[-2]

    qtbot.wait(300)
    qtbot.waitUntil(same, timeout=LONG)


FINDING = Finding(
    "slow_rate",
    say("Steps are too small"),
    say("the weights move by 1e-6 of their size since epoch 40"),
    say("Small steps take long"),
    Remedy(say("Learning rate {rate:g} and {epochs:,} more epochs", rate=0.1, epochs=5000), {}, restarts=False),
    40,
    "layer 1",
)


@pytest.mark.parametrize("size", [(1024, 720), (1280, 800), (1440, 900)])
def test_that_no_message_finding_or_step_moves_anything(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int]
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: window.settled)
    findings = window.insights.findings
    findings.button.setText("1 finding")
    findings.button.show()
    QApplication.processEvents()
    steady(qtbot, window)
    before, seen = places(window), picture(window)
    findings.button.hide()

    def unmoved(page: QWidget) -> None:
        QApplication.processEvents()
        assert page.isVisible()
        assert places(window) == before

    window.notices.refuse("iris.csv: row 17 has no number; write one, or leave the row out " * 4)
    unmoved(window.card.message)
    window.card.message.back.click()
    unmoved(window.card.page)
    findings.button.show()
    window.card.show_finding(FINDING)
    unmoved(window.card.finding)
    assert picture(window) == seen
    window.card.show_finding(None)
    window.walk.predict(75)
    window.walk.go(1)
    unmoved(window.card.page)
    assert picture(window) == seen
    window.actions_["lab_steps"].trigger()
    QApplication.processEvents()
    folded = places(window)
    assert not window.card.isVisible() and folded != before, "the network has the room"
    window.notices.succeed("iris.csv: 150 samples")
    assert window.card.message.isVisible() and places(window) == folded
    window.network.back_button.click()
    window.notices.clear()
    unmoved(window.card.page)


def test_that_a_finding_gives_way_to_a_refusal_and_comes_back_before_the_step_does(window: MainWindow) -> None:
    card = window.card
    card.show_finding(FINDING)
    assert card.finding.isVisible()
    assert card.finding.text.text().startswith("Steps are too small: the weights move by 1e-6")
    window.notices.refuse("that cannot be")
    assert card.message.isVisible()
    click(card.message.back)
    assert card.finding.isVisible()
    assert card.finding.back.text() == "back to step 1"
    click(card.finding.back)
    assert card.page.isVisible()


# Steps


def test_that_a_guess_is_kept_and_can_be_changed_before_anything_is_seen(qtbot: QtBot, window: MainWindow) -> None:
    page, walk = window.card.page, window.walk
    QTest.keyClicks(page.guess, "75")
    click(page.buttons[0])
    assert window.walk.answer.predicted == 75, "what is typed counts, without Enter too"
    qtbot.waitUntil(lambda: window.epoch > 10, timeout=LONG)
    assert page.buttons[0].text() == "Pause"
    click(page.buttons[0])
    assert page.asked.text() == "Your guess: 75 of 100"
    click(page.change)
    assert walk.phase == "ask" and page.guess.isVisible()
    click(page.after)
    click(page.choices.buttons[3])
    assert page.asked.text() == "Your guess: 90 again, only later"
    assert page.buttons[0].text() == "Set 1 neuron"
    click(page.buttons[0])
    assert window.controller.experiment.network.layers[0].units == 1
    assert window.actions_["undo"].text() == "Undo: Set up step 2"
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=LONG)
    window.actions_["undo"].trigger()
    assert page.buttons[0].text() == "Set 1 neuron"
    assert walk.book.kept() == {"petals": {"0": {}, "1": {"predicted": 3.0}}}


def test_that_a_step_puts_back_what_its_claim_needs(window: MainWindow) -> None:
    window.controller.propose({"data.source.samples": 100, "training.optimizer.learning_rate": 0.5}, "Mine")
    page = window.card.page
    assert page.buttons[0].text() == "Try it"
    click(page.buttons[0])
    assert window.controller.experiment == change(
        labs()["petals"].experiment or window.controller.experiment, {"training.optimizer.learning_rate": 0.5}
    ), "the rate is the person's own"


def answered(page: StepPage, step: Step, right: bool = True) -> None:
    """Answer what the step asks, by its buttons or its field."""
    predict = step.predict
    if predict is None:
        return
    assert page.walk.phase == "ask"
    answer = predict.answer if right and predict.answer is not None else 0
    if predict.choices:
        click(page.choices.buttons[int(answer)])
    else:
        QTest.keyClicks(page.guess, f"{answer:g}")
        QTest.keyClick(page.guess, Qt.Key.Key_Return)
    assert page.walk.phase != "ask"


def played(qtbot: QtBot, window: MainWindow, number: int, find: dict[str, object] | None = None) -> None:
    """Do a step that trains: guess, settings, play, until the tick; `find` is what the person finds out."""
    walk, page = window.walk, window.card.page
    step = walk.step
    assert walk.number == number and step is not None
    assert not walk.is_seen(number), "none is ticked before its time"
    answered(page, step)
    if walk.wanted is not None:
        click(page.buttons[0])
        settled(qtbot, window)
    if find:
        window.controller.propose(find, "Found")
    assert walk.wanted is None
    settled(qtbot, window)
    assert page.buttons[0].text() in ("Play", "Start again")
    click(page.buttons[0])
    qtbot.waitUntil(lambda: walk.is_seen(number), timeout=LONG)
    window.worker.pause()
    qtbot.waitUntil(lambda: not window.frames.training, timeout=LONG)
    told = walk.book.steps(walk.lab)[number] if walk.lab is not None else None
    assert told is not None and told.happened is not None
    assert walk.phase == "seen" and page.why.isEnabled()


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """The run that is shown is that of the settings."""

    def fits() -> bool:
        snapshot = window.snapshot
        return snapshot is not None and snapshot.experiment == window.controller.experiment and window.settled

    qtbot.waitUntil(fits, timeout=LONG)


def done(qtbot: QtBot, window: MainWindow, number: int, act: Callable[[], object] | None = None) -> None:
    """Do a step by the button that the card offers for it, and `act` where more has to be done."""
    walk, page = window.walk, window.card.page
    assert walk.number == number and walk.step is not None
    answered(page, walk.step)
    if walk.wanted is not None:
        click(page.buttons[0])
        settled(qtbot, window)
    click(page.buttons[0])
    if act is not None:
        act()
    qtbot.waitUntil(lambda: walk.is_seen(number), timeout=LONG)


def next_step(window: MainWindow) -> None:
    button = window.card.page.buttons[0]
    assert button.text() == "Next step"
    click(button)


def studied(qtbot: QtBot, window: MainWindow, number: int) -> None:
    """Open the study that a step asks for. Its form is as the claim wants it."""
    walk, page, step = window.walk, window.card.page, window.walk.step
    assert step is not None and step.claim is not None and step.claim.study is not None
    answered(page, step)
    if walk.wanted is not None:
        click(page.buttons[0])
        settled(qtbot, window)
    click(page.buttons[0])
    studies = window.studies.window
    assert studies is not None and studies.isVisible() and studies.setup.study is not None
    empty = study_seen(studies.setup.study, [])
    asked = step.claim.study
    assert empty.kind == (asked.kind or "sweep")
    assert len(studies.setup.study.trials()) >= max(asked.trials, asked.seeds * len(asked.values))
    assert all(trial.experiment is not None for trial in studies.setup.study.trials())
    assert not walk.is_seen(number)


def test_that_the_steps_of_petals_are_done_by_the_card(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    walk, page = window.walk, window.card.page
    played(qtbot, window, 0)
    assert page.text.text().startswith("You said: 90.5 of 100. Epoch 5,000: the training accuracy 90.5 %.")
    next_step(window)
    played(qtbot, window, 1)
    click(page.why)
    assert window.card.popover.isVisible()
    assert window.card.popover.said.text() == "You said: about 67. As it came out."
    window.card.popover.close()
    next_step(window)
    played(qtbot, window, 2, {"network.layers.0.units": 3})
    next_step(window)
    studied(qtbot, window, 3)
    walk.go(4)
    window.files.export_weights(tmp_path / "petals.npz")
    qtbot.waitUntil(lambda: walk.is_seen(4), timeout=LONG)
    told = walk.book.steps(labs()["petals"])
    assert [step.happened is not None for step in told] == [True, True, True, False, True]
    assert [str(step.predicted) for step in told][:3] == ["90.5 of 100", "about 67", "3"]
    click(window.banner.back)
    assert page.buttons[0].text() == "Next lab: Quadrants"
    click(page.buttons[0])
    assert walk.lab is labs()["quadrants"] and walk.number == 0


@pytest.mark.slow
def test_that_the_steps_of_quadrants_are_done_by_the_card(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("quadrants")
    for number in range(4):
        played(qtbot, window, number)
        if number < 3:
            next_step(window)


def test_that_the_steps_of_overfit_tiny_are_done_by_the_card(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("overfit-tiny")
    for number in range(3):
        played(qtbot, window, number)
        if number < 2:
            next_step(window)


@pytest.mark.slow
def test_that_the_steps_of_two_layer_are_done_by_the_card(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("two-layer")
    for number in range(3):
        played(qtbot, window, number)
        next_step(window)
    done(qtbot, window, 3)


def test_that_the_steps_of_digits_are_done_by_the_card(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("digits")

    def draw() -> None:
        assert window.drawing.dialog is not None
        pad = window.drawing.dialog.pad
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
        QTest.mouseMove(pad, QPoint(60, 160))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 160))

    played(qtbot, window, 0)
    next_step(window)
    done(qtbot, window, 1)
    assert window.output.answers.part == "test"
    next_step(window)
    done(qtbot, window, 2, draw)
    next_step(window)
    assert window.walk.phase == "seen"
    assert window.card.page.buttons[0].text() == "Next lab: Normalization"


def test_that_the_steps_of_the_playground_are_done_by_the_card(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("playground")
    found: list[dict[str, object]] = [
        {"network.layers.0.units": 3},
        {"network.layers": [], "data.features": ["x1_squared", "x2_squared"]},
        {"data.features": ["x1", "x2", "sin_x1", "sin_x2"]},
    ]
    for number, find in enumerate(found):
        played(qtbot, window, number, find)
        if number < 2:
            next_step(window)


@pytest.mark.slow
def test_that_the_steps_of_waves_are_done_by_the_card_and_the_test_result_is_covered(
    qtbot: QtBot, open_window: Opener
) -> None:
    window = open_window("waves")

    def shown_test() -> bool:
        view = window.curves.view
        assert view is not None
        curves = [curve for curve in view.loss.curves if curve.spec.column == "test_loss"]
        pills = window.output.answers.part_choice.pill("test")
        hidden = "test" in window.output.hidden_parts
        assert hidden is pills.isHidden() is not all(curve.item.isVisible() for curve in curves)
        return not hidden

    done(qtbot, window, 0)
    next_step(window)
    for number in (1, 2, 3):
        played(qtbot, window, number)
        assert not shown_test()
        next_step(window)
    studied(qtbot, window, 4)
    studies = window.studies.window
    assert studies is not None
    studies.setup.epochs.set_value(1)
    studies.setup.trials.set_value(10)
    studies.setup.check()
    studies.start()
    qtbot.waitUntil(lambda: window.walk.is_seen(4), timeout=LONG)
    next_step(window)
    assert not shown_test()
    done(qtbot, window, 5)
    assert shown_test()
    assert "the test accuracy is" in str(window.walk.book.steps(labs()["waves"])[5].happened)
    next_step(window)
    played(qtbot, window, 6)


def looked_at(window: MainWindow) -> None:
    """The steps of a comparison that claim nothing: their explanation opens with the answer."""
    for number in (1, 2):
        next_step(window)
        step = window.walk.step
        assert step is not None and window.walk.number == number
        answered(window.card.page, step)
        assert window.walk.phase == "seen" and window.card.page.why.isEnabled()


@pytest.mark.parametrize("slug", ["normalization", "dropout", "batch-norm"])
def test_that_the_steps_of_a_comparison_are_done_by_the_card(qtbot: QtBot, open_window: Opener, slug: str) -> None:
    window = open_window(slug)
    studied(qtbot, window, 0)
    studies = window.studies.window
    assert studies is not None and isinstance(studies.setup.study, Comparison)
    study, faster = studies.setup.study, 0 if slug == "dropout" else 1
    epochs = {faster: 3, 1 - faster: 7}
    results = [
        Result(trial.number, trial.assignments, trial.seed, 15, "epochs", "", {}, 1, 1.0, pace=to_a_tenth(epochs[side]))
        for trial in study.trials()
        for side in [[variant.name for variant in study.variants].index(trial.name)]
    ]
    studies.study_ended.emit(study_seen(study, results))
    assert str(window.walk.book.steps(labs()[slug])[0].happened).endswith("3 epochs on average, and the others 7")
    looked_at(window)


def to_a_tenth(epoch: int) -> Pace:
    """A pace whose loss goes at once to what 0.1 begins with, and at an epoch to 0.1."""
    return pace_of(np.where(np.arange(16) < epoch, 2.3, 0.09))


@pytest.mark.slow
def test_that_a_comparison_is_seen_as_it_was_trained(qtbot: QtBot, open_window: Opener) -> None:
    window = open_window("normalization")
    studied(qtbot, window, 0)
    studies = window.studies.window
    assert studies is not None
    studies.setup.epochs.set_value(8)
    studies.setup.check()
    studies.start()
    qtbot.waitUntil(lambda: window.walk.is_seen(0), timeout=300_000)
    told = str(window.walk.book.steps(labs()["normalization"])[0].happened)
    assert told.startswith("2 settings, 5 times each; 2.8 epochs on average, and the others 6"), told


def test_that_covered_results_are_nowhere_to_be_seen_until_they_are_asked_for(open_window: Opener) -> None:
    window = open_window("waves")
    output, curves = window.output, window.curves.view
    assert curves is not None
    assert output.hidden_parts == frozenset({"test"})
    output.legends.part_clicked.emit("test")
    assert output.hidden_parts == frozenset({"test"}), "a click on its legend does not show it"
    assert [curve.spec.column for curve in curves.loss._shown_curves()] == ["train_loss", "validation_loss"]
    output.show_view("confusion")
    assert output.answers.part_choice.pill("test").isHidden()
    output.show_view("map")
    assert output.uncover_button.isVisible() and "test –" in output.table.accessibleDescription()
    window.studies.show()
    compare = window.studies.window
    assert compare is not None and compare.show_ is not None
    assert "test" not in compare.show_.parts
    click(output.uncover_button)
    assert output.hidden_parts == frozenset() and not output.uncover_button.isVisible()
    assert len(curves.loss._shown_curves()) == 3
    assert "test" in compare.show_.parts
    assert "test –" not in output.table.accessibleDescription()
    window.controller.open(change(window.controller.experiment, {"name": "mine"}), "Open mine")
    assert output.hidden_parts == frozenset()


def test_that_answers_come_back_with_a_session(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    answers = {"petals": {"0": {"predicted": 60.0, "told": "Epoch 5,000: 90.5 %", "epoch": 5000}}}
    lab = labs()["petals"].experiment
    assert lab is not None
    save_session(Timeline(Run(lab)), tmp_path / "mine.playground", Desk(answers=answers))
    window.files.drop(tmp_path / "mine.playground")
    qtbot.waitUntil(lambda: window.walk.number == 1, timeout=LONG)
    click(window.card.page.before)
    assert window.walk.phase == "seen"
    assert window.card.page.text.text().startswith("You said: 60 of 100. Epoch 5,000: 90.5 %.")
    assert window.walk.witness.shown[0].epoch == 5000
    assert window.walk.book.kept() == answers


@pytest.mark.parametrize("slug", ["initialization", "gradient-descent"])
def test_that_a_lab_with_a_window_of_its_own_has_its_card_in_it(window: MainWindow, slug: str) -> None:
    window.open_lab(labs()[slug])
    walk, dialog = window.lab_windows.walks[slug], window.lab_windows.opened[slug]
    (card,) = dialog.findChildren(LabCard)
    assert card.isVisible() and walk.book is window.walk.book
    for number, step in enumerate(walk.lab.steps if walk.lab is not None else ()):
        answered(card.page, step)
        if step.claim is not None:
            assert walk.phase == "do"
            walk.act(step.claim.action or "")
        assert walk.phase == "seen"
        if walk.lab is not None and number < len(walk.lab.steps) - 1:
            click(card.page.buttons[0])
    assert window.walk.lab is labs()["petals"], "the main window stays with its own lab"


def test_that_walks_share_a_book() -> None:
    book = StepBook()
    first, second = Walk(book=book), Walk(book=book)
    first.begin(labs()["initialization"])
    second.begin(labs()["gradient-descent"])
    first.predict(2)
    second.predict(0.2)
    assert set(book.labs) == {"initialization", "gradient-descent"}


def test_that_undo_says_what_it_brings_back(qtbot: QtBot, window: MainWindow) -> None:
    undo, redo = window.actions_["undo"], window.actions_["redo"]
    click(window.card.page.after)
    click(window.card.page.choices.buttons[1])
    click(window.card.page.buttons[0])
    assert undo.toolTip() == "The settings before “Set up step 2”; the run begins again"
    window.controller.propose({"training.l2": 0.1}, "L2")
    assert undo.toolTip() == "The settings before “L2”; the run goes on"
    window.open_lab(labs()["quadrants"])
    assert undo.toolTip() == "Back to petals, with its run as it was left"
    window.notices.succeed("Something was done.")
    undo.trigger()
    assert not window.banner.isVisible(), "what was said of it is over"
    assert redo.toolTip() == "On to quadrants again, with its run as it was left"
    settled(qtbot, window)
    window.worker.play()
    qtbot.waitUntil(lambda: window.epoch > 5, timeout=LONG)
    window.worker.pause()
    window.worker.reset()
    qtbot.waitUntil(lambda: window.epoch == 0, timeout=LONG)
    qtbot.waitUntil(lambda: "run" in undo.toolTip(), timeout=LONG)


def test_that_the_end_of_a_run_offers_what_suits_next(qtbot: QtBot, open_window: Opener) -> None:
    lab = labs()["petals"].experiment
    assert lab is not None
    window = open_window(change(lab, {"name": "mine", "training.epochs": 5}))
    assert window.card.nothing.isVisible()
    window.worker.play()
    qtbot.waitUntil(window.banner.isVisible, timeout=LONG)
    assert (window.banner.action.text(), window.banner.other.text()) == ("Twice as many", "Compare sizes")
    click(window.banner.action)
    qtbot.waitUntil(lambda: window.epoch == 10 and window.banner.isVisible(), timeout=LONG)
    click(window.banner.other)
    assert window.studies.window is not None and window.studies.window.isVisible()
    assert not window.banner.isVisible() and window.card.nothing.isVisible()


def test_that_a_teachers_lab_is_opened_with_its_steps_and_not_saved_over(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "moons.playground-lab"
    path.write_text(
        '{"title": "Two moons", "question": "how many?", "experiment": {"name": "moons",'
        ' "data": {"source": {"kind": "moons"}}}, "steps": [{"task": "Play.", "explain": "So it is.",'
        ' "claim": {"column": "train_accuracy", "at_least": 0.5, "by": 500}}]}',
        encoding="utf-8",
    )
    window.files.drop(path)
    assert window.walk.lab is not None and window.walk.lab.title == "Two moons"
    assert window.card.page.isVisible() and window.controller.path is None
    settled(qtbot, window)
    click(window.card.page.buttons[0])
    qtbot.waitUntil(lambda: window.walk.is_seen(0), timeout=LONG)
    window.controller.propose({"data.source.kind": "circle"}, "Data")
    assert window.card.nothing.isVisible()
    path.write_text('{"title": "", "question": "?", "steps": []}', encoding="utf-8")
    window.files.drop(path)
    assert "it is empty; write one" in window.banner.text.text()


def test_that_a_teachers_lab_begins_with_its_steps_from_the_command_line(open_window: Opener, tmp_path: Path) -> None:
    path = tmp_path / "moons.playground-lab"
    path.write_text(
        '{"title": "Two moons", "question": "how many?", "experiment": {"name": "moons",'
        ' "data": {"source": {"kind": "moons"}}}, "steps": [{"task": "Play."}]}',
        encoding="utf-8",
    )
    window = open_window(load(path))
    window.files.begin_with(path)
    assert window.card.page.isVisible() and window.card.page.number.text() == "Step 1 of 1"
    assert window.controller.path is None and window.controller.unchanged


@pytest.mark.parametrize("type_size", ["normal", "largest"])
@pytest.mark.parametrize("size", [(1000, 648), (1024, 720), (1280, 800), (1920, 1080)])
def test_that_the_strip_is_whole_and_covers_nothing_at_any_size(
    window: MainWindow, size: tuple[int, int], type_size: TypeSize
) -> None:
    window.resize(*size)
    window.theme.set_type_size(type_size)
    page, view, card = window.card.page, window.network.view, window.card
    for number in range(5):
        window.walk.go(number)
        QApplication.processEvents()
        assert page.text.whole and all(button.whole for button in page.buttons if button.isVisible())
        assert all(button.whole for button in page.choices.buttons if button.isVisible())
        step = window.walk.step
        assert step is not None
        if step.predict is not None:
            window.walk.predict(0)
            QApplication.processEvents()
            assert page.text.whole
    strip = QRect(card.mapTo(window, QPoint()), card.size())
    for part in (view.canvas, view.legend):
        if part.isVisible():
            assert not QRect(part.mapTo(window, QPoint()), part.size()).intersects(strip)
    window.theme.set_type_size("normal")


def test_that_steps_that_were_hidden_are_so_at_the_next_start(open_window: Opener) -> None:
    first = open_window()
    click(first.card.page.fold)
    assert not first.card.isVisible() and first.network.back_button.isVisible()
    again = open_window()
    assert not again.card.isVisible()
    click(again.network.back_button)
    assert again.card.page.isVisible() and open_window().card.isVisible()


def test_that_a_study_of_another_lab_takes_nothing_from_the_run_that_is_watched(
    qtbot: QtBot, open_window: Opener
) -> None:
    window = open_window("overfit-tiny")
    lab = labs()["petals"].experiment
    assert lab is not None
    window.worker.play()
    qtbot.waitUntil(lambda: 0 < window.epoch < 28 or window.walk.is_seen(0), timeout=LONG)
    watched = window.walk.witness
    window.studies.ended.emit(StudySeen("sweep", lab, ("network.layers.0.units",), ()))
    qtbot.waitUntil(lambda: window.walk.is_seen(0), timeout=LONG)
    assert window.walk.witness is watched


def test_that_other_data_of_the_same_lab_turn_to_the_step_that_is_about_them(open_window: Opener) -> None:
    window = open_window("playground")
    walk, page = window.walk, window.card.page
    window.controller.propose({"data.source.kind": "spiral"}, "Data")
    assert walk.number == 2 and page.text.shown_text().startswith("The spiral")
    click(page.before)
    assert walk.number == 1, "one may go back all the same, and has the circle again by its button"
    window.controller.propose({"training.l2": 0.1}, "L2")
    assert walk.number == 1
    window.controller.propose({"data.source.kind": "moons"}, "Data")
    assert walk.lab is None and window.card.nothing.isVisible()


def test_that_answers_lie_in_the_session_and_undo_takes_them_away_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    path, walk = tmp_path / "mine.playground", window.walk
    walk.predict(75)
    window.files.save_to(path, wait=True)
    assert open_session(path).desk.answers == {"petals": {"0": {"predicted": 75.0}}}
    walk.predict(60)
    window.files.drop(path)
    qtbot.waitUntil(lambda: walk.answer.predicted == 75, timeout=LONG)
    window.actions_["undo"].trigger()
    qtbot.waitUntil(lambda: walk.answer.predicted == 60, timeout=LONG)
