"""What is proposed for a table, and what is said about it."""

import pytest

from playground.data.tables import Dialect, read_text
from playground.data.tables.plan import Plan, Wishes
from playground.data.tables.telling import (
    gaps_filled,
    lines_about,
    note_of,
    obstacle,
    problem_count,
    problems,
    remaining,
    rows_left_out,
    size_of,
    summary,
    target_text,
)


def plan_of(*lines: str, header: bool | None = None) -> Plan:
    return Plan(read_text("\n".join(lines), dialect=Dialect(header=header)))


def said(plan: Plan) -> list[str]:
    return list(map(str, problems(plan)))


MESSY = ("a,b,kind", "1,2,x", "n/a,3,y", "4,abc,x", "5,6,", "7,8,y", "9,10")


def test_that_a_named_target_is_proposed_and_the_rest_as_inputs() -> None:
    plan = plan_of("species,a,b", "x,1,2", "y,2,3", "x,3,1")
    assert plan.uses == {"species": "target", "a": "input", "b": "input"}
    assert str(summary(plan)) == "2 inputs → 2 classes, 3 samples"


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        (["5"] * 30, "the same in every row"),
        (["x"] * 30, "the same in every row"),
        ([""] * 30, "empty"),
        ([f"name {i}" for i in range(30)], "almost all different"),
        ([*"0123456789", *[""] * 20], "more than half missing"),
        ([str(i) for i in range(1, 31)], "only numbers the rows"),
    ],
)
def test_that_a_useless_column_is_left_out_with_the_reason(column: list[str], reason: str) -> None:
    plan = plan_of("id,a,y", *(f"{cell},{i * 7 % 30},{i % 2}" for i, cell in enumerate(column)), header=True)
    assert (plan.uses["id"], str(plan.reasons["id"])) == ("out", reason)
    assert str(note_of(plan, plan.table["id"])) == reason


def test_that_a_column_of_very_many_texts_is_left_out_and_a_sum_of_them_is_told() -> None:
    plan = plan_of("a,town,y", *(f"{i},t{i % 120},{i % 2}" for i in range(400)))
    assert str(plan.reasons["town"]) == "120 different texts"
    plan.set_use("town", "input")
    assert str(summary(plan)) == "2 columns as 121 inputs → 2 classes, 400 samples"


def test_that_a_counter_in_a_table_of_two_columns_is_an_input() -> None:
    assert plan_of("no,y", "1,2.5", "2,3.5", "3,1.5").uses["no"] == "input"


def test_that_another_target_makes_the_first_an_input() -> None:
    plan = plan_of("a,b,species", "1,2.5,x", "2,3,y", "3,1,x")
    plan.set_use("b", "target")
    assert plan.uses == {"a": "input", "b": "target", "species": "input"}
    assert plan.task == "regression"
    assert str(target_text(plan)) == "values from 1 to 3"
    plan.set_task("classification")
    assert str(target_text(plan)) == "3 classes: 1, 2.5, 3"


def test_that_texts_are_classes_only_and_many_numbers_values_only() -> None:
    texts = plan_of("a,k", "1,x", "2,y").target
    numbers = plan_of("a,v", *(f"{i},{i / 8}" for i in range(200))).target
    assert texts and texts.tasks == ("classification",)
    assert numbers and numbers.tasks == ("regression",)


def test_that_up_to_a_thousand_whole_numbers_may_be_classes() -> None:
    numbers = plan_of("a,v", *(f"{i * 7 % 300},{i % 300}" for i in range(900))).target
    assert numbers and numbers.tasks == ("regression", "classification")
    more = plan_of("a,v", *(f"{i * 7 % 300},{i * 3}" for i in range(1200))).target
    assert more and more.tasks == ("regression",)


def test_that_columns_are_wished_for_by_the_rules_of_the_proposal() -> None:
    lines = ("id,a,b,k,kk", *(f"{i},{i * 7 % 30},{i * 11 % 30},{'xyz'[i % 3]},{'pqr'[i % 3]}" for i in range(30)))
    plan = plan_of(*lines)
    assert plan.uses == {"id": "out", "a": "input", "b": "input", "k": "out", "kk": "target"}
    plan.wish(Wishes(target="a"))
    assert plan.uses == {"id": "out", "a": "target", "b": "input", "k": "input", "kk": "input"}
    plan.wish(Wishes(inputs=("id", "k"), without=("b",)))
    assert (plan.inputs, plan.target_name) == (("id", "k"), "a")


def test_that_what_is_left_out_and_filled_is_told() -> None:
    plan = plan_of(
        "a,b,kind", *(f"{'' if i % 4 == 0 else i * 7 % 41},{i * 3 % 31},{'xy'[i % 2]}" for i in range(40)), "1"
    )
    assert str(rows_left_out(plan)) == (
        '11 of 41 rows are left out: 10 lack a value or have a wrong one ("a" lacks 10); 1 has another number of cells '
        "than there are columns (row 42)"
    )
    assert gaps_filled(plan) is None
    plan.set_fill("median")
    assert str(gaps_filled(plan)) == "10 missing numbers are filled with the median of the training part"
    assert str(remaining(plan)) == "40 of 41 rows are used, 10 cells filled"
    assert len(lines_about(plan)) == 3


def test_that_problems_are_told_by_row_and_column() -> None:
    plan = plan_of(*MESSY, header=True)
    plan.set_use("b", "input")
    lines = said(plan)
    assert "row 3, a: “n/a” is missing" in lines
    assert "row 5, kind: empty" in lines
    assert "row 7: 2 cells instead of 3" in lines
    assert lines == sorted(lines)


def test_that_a_wrong_cell_is_told_as_no_number() -> None:
    plan = plan_of("a,k", *(f"{i},{i % 2}" for i in range(20)), "abc,1")
    assert said(plan) == ["row 22, a: “abc” is no number"]
    assert str(remaining(plan)) == "20 of 21 rows are complete"


MIXED = ("x;y;k", "0,5;1,5;a", "0.0;2,5;b", "1,5;3,5;a", "0.25;4,5;b")


def test_that_a_column_is_told_to_be_text_for_its_decimal_marks_and_by_which_cells() -> None:
    plan = plan_of(*MIXED)
    assert plan.uses["x"] == "out"
    assert str(note_of(plan, plan.table["x"])) == "mixed decimal marks"
    assert said(plan) == [
        "row 3, x: “0.0” has a point, where this table has decimal commas; so the column is text",
        "row 5, x: “0.25” has a point, where this table has decimal commas; so the column is text",
    ]
    assert problem_count(plan) == 2
    plan.set_use("x", "input")
    assert str(note_of(plan, plan.table["x"])) == "text, mixed decimal marks"
    assert problem_count(plan) == 2
    plan.set_use("x", "out")
    assert (problem_count(plan), said(plan)) == (0, []), "the person wants to do without it"


def test_that_a_wrong_cell_with_the_other_mark_is_told_as_such() -> None:
    plan = plan_of("a,k", *(f"{i}.5,{i % 2}" for i in range(20)), '"1,5",1')
    assert said(plan) == ["row 22, a: “1,5” has a comma, where this table has decimal points"]


def test_that_rows_of_another_length_are_counted_as_rows_of_the_file() -> None:
    plan = plan_of("Measured in May", "a,b,k", *(f"{i},{i / 8},{'xy'[i % 2]}" for i in range(51)), "1,2", "1,2,3,4")
    assert str(remaining(plan)) == "51 of 53 rows are complete"
    assert str(size_of(plan.table)).startswith("53 rows × 3 columns")
    assert len(plan.table) == 51
    assert obstacle(plan) is None
    plan.drop_missing = False
    assert str(obstacle(plan)) == "2 rows have too few or too many cells: leave out these rows, or mend the file."


def test_that_problems_of_columns_left_out_do_not_count() -> None:
    plan = plan_of("a,b,k", "1,,x", "2,5,y", "3,6,x", "4,7,y")
    assert (problem_count(plan), plan.samples) == (1, 3)
    plan.set_use("b", "out")
    assert (problem_count(plan), plan.samples) == (0, 4)


def test_that_a_long_list_of_problems_ends_with_how_many_more() -> None:
    plan = plan_of("a,b,k", *(f"{i if i % 2 else ''},1.{i},{i % 2}" for i in range(3000)))
    assert said(plan)[-1] == "and 500 more"


def test_that_each_obstacle_is_told_with_what_to_do() -> None:
    plan = plan_of("a,b,k", "1,,x", "2,5,y", "3,6,x", "4,7,y")
    assert obstacle(plan) is None
    plan.drop_missing = False
    assert str(obstacle(plan)) == "1 row lacks a value: leave out these rows, or the columns that lack it."
    plan.set_use("b", "out")
    assert obstacle(plan) is None
    plan.set_all_inputs("out")
    assert str(obstacle(plan)).startswith("Choose at least one input")
    plan.set_all_inputs("input")
    assert plan.inputs == ("a", "b")
    plan.set_use("k", "out")
    assert str(obstacle(plan)).startswith("Choose the column to predict")


def test_that_columns_left_out_are_told_with_the_reason() -> None:
    rows = [f'"{i + 1},{i + 100}",x{i},{i % 2}' for i in range(60)]
    plan = plan_of("price,name,k", *rows)
    assert str(obstacle(plan)) == (
        "Choose at least one input: click a column's header, then Input. Left out: “price” (text, thousands or "
        "decimals? set Decimals above), “name” (text, almost all different)."
    )
    share = plan_of("share,k", "5%,a", "6%,b")
    assert str(note_of(share, share.table["share"])) == ("number, 5% is 5")


@pytest.mark.parametrize(
    ("lines", "task", "start"),
    [
        (("a,k", "1,x", "2,x", "3,x"), "classification", "All rows are of one class"),
        (("a,k", "1,5", "2,5", "3,5"), "regression", "All values of the target are the same"),
        (("a,b,k", "1,,x", ",2,y", "3,,y", ",4,y"), "classification", "No row has a value"),
    ],
)
def test_that_what_cannot_be_learned_is_told(lines: tuple[str, ...], task: str, start: str) -> None:
    plan = plan_of(*lines, header=True)
    plan.set_use("k", "target")
    for name in plan.table.names[:-1]:
        plan.set_use(name, "input")
    plan.set_task("regression" if task == "regression" else "classification")
    assert str(obstacle(plan)).startswith(start)


def test_that_choices_survive_another_reading_but_proposals_are_made_anew() -> None:
    text = "\n".join(["a;b;k", *(f"{i},5;{i * 3 % 7};{'xyz'[i % 3]}" for i in range(60))])
    misread = Plan(read_text(text, dialect=Dialect(delimiter=";", decimal=".")))
    assert misread.uses == {"a": "out", "b": "input", "k": "target"}
    misread.set_use("b", "target")
    plan = Plan(read_text(text))
    plan.adopt(misread)
    assert plan.uses == {"a": "input", "b": "target", "k": "input"}
