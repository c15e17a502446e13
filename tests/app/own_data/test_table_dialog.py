"""From a spreadsheet's CSV to a choice, by keys and clicks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from playground.app.own_data import Pasted, TableChoice, saved
from playground.app.own_data.table_dialog import TableDialog
from playground.app.theme import ThemeManager
from playground.data.tables import Dialect, read_table

INPUTS = ("sepal length", "sepal width", "petal length", "petal width")
Opened = Callable[[Path | Pasted], TableDialog]
Write = Callable[..., Path]
Shown = Qt.ItemDataRole


def cell(dialog: TableDialog, row: int, column: int, role: Shown = Shown.DisplayRole) -> object:
    return dialog.preview.preview.index(row, column).data(role)


def reachable(control: QWidget) -> bool:
    """Whether a control can be worked by keys; the corner of a table, a button to Qt, cannot."""
    return control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus


def reread(qtbot: QtBot, dialog: TableDialog, combo: QComboBox, text: str) -> None:
    """Choose from a list of the dialect as a click does, and wait for the new reading."""
    combo.setCurrentText(text)
    combo.activated.emit(combo.currentIndex())
    assert dialog.choice is None, "what is read again cannot be opened"
    qtbot.waitUntil(lambda: not dialog.reading.running, timeout=10_000)


def test_that_enter_opens_the_proposal(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    assert dialog.summary.text() == "4 inputs → 3 classes, 150 samples"
    assert dialog.target_line.found.text() == "3 classes: setosa, versicolor, virginica"
    QTest.keyClick(dialog.preview, Qt.Key.Key_Return)
    assert dialog.result() == TableDialog.DialogCode.Accepted
    assert dialog.choice == TableChoice(str(iris), INPUTS, "species", "classification")


def test_that_columns_of_long_names_are_as_wide_as_their_numbers_need_and_none_begins_half_seen(
    opened: Opened, write: Write
) -> None:
    names = ",".join(f"sensor_{n}_temperature_mean" for n in range(30))
    dialog = opened(write([names, *[",".join(["-1.250"] * 30)] * 20]))
    header, room = dialog.preview.use_header, dialog.preview.viewport().width()
    ends = [header.sectionPosition(n) + header.sectionSize(n) for n in range(30)]
    assert header.sectionSize(0) < 200
    assert any(room - header.count() <= end <= room for end in ends)
    assert cell(dialog, 0, 0) == "\N{MINUS SIGN}1.250"


def test_that_escape_cancels(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    QTest.keyClick(dialog.preview, Qt.Key.Key_Escape)
    assert dialog.result() == TableDialog.DialogCode.Rejected and not dialog.isVisible()


def test_that_file_size_and_first_rows_are_shown(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    assert dialog.name.text() == "iris.csv"
    assert dialog.size_label.text() == "150 rows × 5 columns, the first 20 shown"
    assert (cell(dialog, 0, 0), cell(dialog, 0, 4)) == ("4.0", "setosa")
    sides = [cell(dialog, 0, column, Shown.TextAlignmentRole) for column in (0, 4)]
    assert [bool(Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight) for side in sides] == [True, False]
    told = dialog.preview.preview.headerData(4, Qt.Orientation.Horizontal, Shown.AccessibleTextRole)
    assert told == "species, text, 3 categories, Target"


def test_that_mixed_decimal_marks_are_told_where_no_row_is_lost_by_them(opened: Opened, write: Write) -> None:
    rows = [f"{i}{',.'[i % 2]}5;{i},25;{'ab'[i // 2 % 2]}" for i in range(12)]
    dialog = opened(write(["width;height;kind", *rows]))
    assert dialog.problems.isVisible()
    assert dialog.problems.heading.text() == "6 problems"
    assert not dialog.problems.drop.isVisible()
    assert dialog.problems.lines.stringList()[0].startswith("row 3, width: “1.5” has a point, where this table has")
    assert dialog.choice is not None
    assert dialog.choice.inputs == ("height",)
    grounds = [cell(dialog, row, 0, Shown.BackgroundRole) for row in range(4)]
    assert [ground is not None for ground in grounds] == [False, True, False, True]
    dialog.preview.use_chosen.emit("width", "out")
    assert cell(dialog, 1, 0, Shown.BackgroundRole) is None


def test_that_a_click_on_a_header_offers_the_uses(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    header = dialog.preview.use_header
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(header.sectionViewportPosition(1) + 9, 9))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Input"]
    menu.actions()[2].trigger()
    menu.close()
    assert dialog.choice is not None and dialog.choice.inputs == (INPUTS[0], *INPUTS[2:])
    assert dialog.summary.text() == "3 inputs → 3 classes, 150 samples"


def test_that_the_space_key_offers_the_uses_of_the_current_column(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    QTest.keyClick(dialog.preview, Qt.Key.Key_Right)
    QTest.keyClick(dialog.preview, Qt.Key.Key_Space)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and menu.accessibleName() == "Use of sepal width"
    menu.actions()[1].trigger()
    menu.close()
    assert dialog.choice is not None
    assert (dialog.choice.target, dialog.choice.task) == ("sepal width", "regression")
    assert dialog.target_line.combo.currentText() == "sepal width"


def test_that_the_task_can_be_switched_where_both_make_sense(opened: Opened, write: Write) -> None:
    dialog = opened(write(["a,quality", *(f"{i / 4},{i % 6}" for i in range(60))]))
    assert dialog.choice is not None and dialog.choice.task == "classification"
    dialog.target_line.task.pill("regression").click()
    assert dialog.choice is not None and dialog.choice.task == "regression"
    assert dialog.summary.text() == "1 input → 1 value, 60 samples"


def test_that_rows_with_missing_cells_are_left_out_unless_the_person_objects(opened: Opened, write: Write) -> None:
    dialog = opened(write(["a,b,k", "1,n/a,x", "2,5,y", "3,6,x", "4,7,y"]))
    assert dialog.problems.lines.stringList() == ["row 2, b: “n/a” is missing"]
    assert dialog.problems.remaining.text() == "3 of 4 rows are complete"
    tint = cell(dialog, 0, 1, Shown.BackgroundRole)
    assert isinstance(tint, QColor) and cell(dialog, 1, 1, Shown.BackgroundRole) is None
    dialog.problems.drop.switch.click()
    assert not dialog.open_button.isEnabled()
    assert dialog.why_not.text().startswith("1 row lacks a value") and dialog.why_not.isVisible()
    dialog.preview.use_chosen.emit("b", "out")
    assert not dialog.problems.isVisible()
    assert dialog.choice is not None and not dialog.choice.drop_missing


def test_that_nothing_opens_without_an_input(opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    dialog.preview.all_chosen.emit("out")
    QTest.keyClick(dialog.preview, Qt.Key.Key_Return)
    assert dialog.isVisible() and not dialog.open_button.isEnabled()
    assert dialog.open_button.toolTip() == dialog.why_not.text() != ""
    dialog.accept()
    assert dialog.isVisible()


def test_that_a_correction_reads_again_and_is_in_the_choice(qtbot: QtBot, opened: Opened, write: Write) -> None:
    dialog = opened(write(["a;b;k", "1,5;2,5;x", "2,5;3,5;y", "3,5;1,5;x"]))
    bar = dialog.dialect_bar
    assert (bar.delimiter.value(), bar.decimal.value(), bar.header.value()) == (";", ",", True)
    assert bar.known == Dialect()
    dialog.preview.use_chosen.emit("b", "out")
    reread(qtbot, dialog, bar.decimal.combo, "point (1.5)")
    assert dialog.plan is not None and dialog.plan.table["a"].kind == "text"
    assert dialog.plan.uses["b"] == "out", "choices for the same columns stay"
    assert bar.known == Dialect(decimal=".")


def test_that_a_first_row_of_data_makes_names_up(qtbot: QtBot, opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    dialog.dialect_bar.header.switch.click()
    qtbot.waitUntil(lambda: not dialog.reading.running, timeout=10_000)
    assert dialog.plan is not None and dialog.plan.table.names[0] == "column 1"
    assert len(dialog.plan.table) == 151


def test_that_a_wrong_delimiter_is_refused_and_can_be_taken_back(qtbot: QtBot, opened: Opened, iris: Path) -> None:
    dialog = opened(iris)
    reread(qtbot, dialog, dialog.dialect_bar.delimiter.combo, "bar")
    assert dialog.banner.isVisible() and "only one column" in dialog.banner.text.text()
    assert not dialog.open_button.isEnabled() and not dialog.target_line.isVisible()
    assert dialog.dialect_bar.decimal.combo.currentText() == "automatic"
    reread(qtbot, dialog, dialog.dialect_bar.delimiter.combo, "automatic")
    assert dialog.dialect_bar.delimiter.combo.currentText() == "comma"
    assert not dialog.banner.isVisible() and dialog.open_button.isEnabled()


def test_that_an_encoding_can_be_chosen(qtbot: QtBot, opened: Opened, write: Write) -> None:
    dialog = opened(write("größe,k\n1,x\n2,y\n".encode("cp1252")))
    assert dialog.dialect_bar.encoding.combo.currentText() == "Western"
    assert dialog.plan is not None and dialog.plan.table.names[0] == "größe"
    reread(qtbot, dialog, dialog.dialect_bar.encoding.combo, "UTF-8")
    assert "utf-8" in dialog.banner.text.text()


def test_that_a_workbook_is_refused_with_the_cure(opened: Opened, write: Write) -> None:
    dialog = opened(write(b"PK\x03\x04 and more", "book.xlsx"))
    assert "save it as CSV" in dialog.banner.text.text()
    assert dialog.choice is None and dialog.open_button.toolTip() == dialog.banner.text.text()


def test_that_a_pasted_table_is_chosen_with_its_text_and_saved_to_a_file(opened: Opened, tmp_path: Path) -> None:
    text = "width\tkind\n1.5\tx\n2.5\ty\n3.5\tx\n"
    dialog = opened(Pasted(text))
    assert dialog.name.text() == "Pasted table" and not dialog.dialect_bar.encoding.isVisible()
    choice = dialog.choice
    assert choice == TableChoice("", ("width",), "kind", "classification", text=text)
    kept = saved(choice, tmp_path / "größe.csv")
    assert (kept.path, kept.text, kept.inputs) == (str(tmp_path / "größe.csv"), "", ("width",))
    assert read_table(kept.path, dialect=kept.dialect).names == ("width", "kind")


def test_that_a_thousand_columns_stay_quick(opened: Opened, write: Write) -> None:
    names = ",".join(f"f{i}" for i in range(1000))
    dialog = opened(write([names, *(",".join(f"{(i * j) % 97 / 7:.3f}" for i in range(1000)) for j in range(40))]))
    assert dialog.plan is not None and dialog.plan.features > 950
    clock = QElapsedTimer()
    clock.start()
    for name in ("f3", "f500", "f998"):
        dialog.target_line.target_chosen.emit(name)
        dialog.grab()
    assert clock.elapsed() < 1500


def test_that_every_control_has_a_name_for_screen_readers(opened: Opened, write: Write) -> None:
    dialog = opened(write(["a,b,k", "1,,x", "2,5,y", "3,6,x"]))
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QComboBox)
    controls = [control for kind in kinds for control in dialog.findChildren(kind) if reachable(control)]
    assert len(controls) >= 9
    nameless = [type(control).__name__ for control in controls if not control.accessibleName()]
    assert nameless == []
    assert dialog.preview.accessibleName() and dialog.problems.view.accessibleName()


def test_that_the_dialog_follows_the_theme(opened: Opened, theme: ThemeManager, iris: Path) -> None:
    dialog = opened(iris)
    light = cell(dialog, 0, 4, Shown.BackgroundRole)
    theme.set_mode("dark")
    dialog.grab()
    assert cell(dialog, 0, 4, Shown.BackgroundRole) != light
    theme.set_mode("light")


def test_that_choosing_the_decimal_mark_that_was_found_settles_what_the_other_one_is(
    qtbot: QtBot, opened: Opened, write: Write
) -> None:
    dialog = opened(write(["price,k", *(f'"{i + 1},{i + 100}",{i % 2}' for i in range(60))]))
    assert dialog.choice is None
    assert "set Decimals above" in dialog.why_not.text()
    combo = dialog.dialect_bar.decimal.combo
    reread(qtbot, dialog, combo, combo.currentText())
    assert dialog.choice is not None
    assert (dialog.choice.inputs, dialog.choice.dialect.decimal) == (("price",), ".")


def test_that_what_means_missing_can_be_told(qtbot: QtBot, opened: Opened, write: Write) -> None:
    dialog = opened(
        write(["a,b,k", *(f"{'none' if i % 6 == 0 else i * 7 % 40},{i * 3 % 31},{i % 2}" for i in range(60))])
    )
    assert dialog.summary.text() == "2 inputs → 2 classes, 50 samples"
    head = dialog.preview.preview.headerData(0, Qt.Orientation.Horizontal, Shown.ToolTipRole)
    assert "number, “none” is missing" in str(head)
    bar = dialog.gaps_bar
    reread(qtbot, dialog, bar.missing.combo, "empty ones only")
    assert dialog.plan is not None and dialog.plan.table["a"].kind == "text"
    assert dialog.choice is not None and dialog.choice.dialect.missing == ()
    bar.missing.combo.setCurrentText("these texts")
    bar.missing.combo.activated.emit(2)
    assert bar.texts.isVisible()
    QTest.keyClicks(bar.texts, "none, NA")
    QTest.keyClick(bar.texts, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not dialog.reading.running, timeout=10_000)
    assert dialog.choice is not None and dialog.choice.dialect.missing == ("none", "NA")
    assert dialog.summary.text() == "2 inputs → 2 classes, 50 samples"
    reread(qtbot, dialog, bar.missing.combo, "found out")
    assert dialog.choice is not None and dialog.choice.dialect.missing is None


def test_that_gaps_can_be_filled(opened: Opened, write: Write) -> None:
    lines = (f"{'' if i % 3 == 0 else i * 7 % 40},{'' if i % 4 == 0 else 'pq'[i % 5 % 2]},{i % 2}" for i in range(60))
    dialog = opened(write(["a,colour,k", *lines]))
    assert dialog.summary.text() == "2 columns as 3 inputs → 2 classes, 30 samples"
    combo = dialog.gaps_bar.fill.combo
    for text, told in (("texts only", "40 samples"), ("median, or a category", "60 samples"), ("no", "30 samples")):
        combo.setCurrentText(text)
        combo.activated.emit(combo.currentIndex())
        assert dialog.summary.text().endswith(told)
    combo.activated.emit(1)
    assert dialog.problems.remaining.text() == "60 of 60 rows are used, 35 cells filled"
    assert dialog.choice is not None and dialog.choice.fill == "median"


def test_that_a_table_without_a_complete_row_opens_once_its_gaps_are_filled(opened: Opened) -> None:
    dialog = opened(Path(__file__).parents[2] / "data" / "field" / "no_complete_row.csv")
    assert dialog.choice is None and dialog.why_not.text().startswith("No row has a value in each chosen column")
    dialog.gaps_bar.fill.combo.activated.emit(1)
    assert dialog.choice is not None and dialog.summary.text() == "40 inputs → 2 classes, 60 samples"


def test_that_dates_are_numbers_where_they_are_wanted(opened: Opened, write: Write) -> None:
    lines = [f"2024-{1 + i % 12:02}-{1 + i % 28:02},{i * 7 % 40},{i % 2}" for i in range(60)]
    dialog = opened(write(["day,a,k", *lines]))
    assert dialog.choice is not None and dialog.choice.inputs == ("a",)
    dialog.gaps_bar.dates.switch.click()
    assert dialog.choice is not None and (dialog.choice.inputs, dialog.choice.dates) == (("day", "a"), True)
    assert dialog.summary.text() == "2 inputs → 2 classes, 60 samples"
    assert not opened(write(["a,k", "1,x", "2,y"], "no_dates.csv")).gaps_bar.dates.isVisible()


def test_that_numbers_can_be_taken_as_names_in_the_menu_of_their_column(opened: Opened, write: Write) -> None:
    dialog = opened(write(["a,zone,k", *(f"{i * 7 % 40},{i % 3},{i // 3 % 2}" for i in range(60))]))
    menu = dialog.preview.menu(1)
    action = next(each for each in menu.actions() if each.text() == "Take its values as names")
    action.trigger()
    menu.close()
    assert dialog.summary.text() == "2 columns as 4 inputs → 2 classes, 60 samples"
    assert dialog.choice is not None and dialog.choice.as_names == ("zone",)


def test_that_rows_that_are_no_samples_are_told(opened: Opened, write: Write) -> None:
    dialog = opened(write(["t,v,k", "[s],[m],[-]", *(f"{i * 7 % 40},{i * 3 % 31},{i % 2}" for i in range(60))]))
    assert dialog.asides.text() == "row 2 tells units, types or roles: no samples"
    assert dialog.size_label.text().startswith("60 rows × 3 columns")
