"""Where labels go in the plain figure: none touches another, a mark, a bar or the edge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.view.labels import EDGE, GAP, LINE, MARK, MOST, Box, Obstacles, Wanted, place, tracks_needed
from timeline.view.layout import arrange
from timeline.view.release import release
from timeline.view.scene import scene
from timeline.view.shapes import Label

DAYS = 400
Problem = tuple[list[Wanted], float, list[tuple[float, float, float]]]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Labels, the width of a plot, and what stands in it."""
    width = draw(st.sampled_from([280, 500, 1036, 1600]))
    lanes = [(draw(st.integers(1, 3)), 60.0 + 110 * lane) for lane in range(draw(st.integers(1, 3)))]
    scale = width / DAYS
    wanted = []
    for number in range(draw(st.integers(0, 12))):
        lane, start = draw(st.integers(0, len(lanes) - 1)), draw(st.integers(-60, DAYS + 60))
        end = (start + draw(st.integers(0, 200))) * scale
        shape = draw(st.sampled_from(["", "", "inside", "beside"]))
        when, text = draw(st.sampled_from(["", "Oct 20", "by Nov 18"])), draw(st.text("abc mWil", max_size=40))
        one = Label(
            f"e{number}", lane, start, text, tone=draw(st.sampled_from(["ink", "quiet", "alert", "claim"])),
            weight=draw(st.integers(10, 90)), short=draw(st.sampled_from(["", "short"])),
        )  # fmt: skip
        y = lanes[lane][1] + draw(st.sampled_from([0, 0, 13, 30]))
        wanted.append(Wanted(
            one, when, text, start * scale, y, lanes[lane][0],
            end if shape == "inside" else None, end if shape == "beside" else None,
        ))  # fmt: skip
    ys = [y for _, y in lanes]
    standing = []
    for _ in range(draw(st.integers(0, 8))):
        left = draw(st.integers(-50, int(width)))
        standing.append((float(left), left + draw(st.sampled_from([18.0, 40.0, 250.0])), draw(st.sampled_from(ys))))
    return wanted, width, standing


def placed(wanted: list[Wanted], width: float, standing: list[tuple[float, float, float]]) -> list[Box]:
    return place(wanted, width, Obstacles(standing))


@given(problems())
def test_no_two_labels_touch_and_none_leaves_the_plot(problem):
    _, width, standing = problem
    boxes = placed(*problem)
    assert len({box.label.id for box in boxes}) == len(boxes), "a label is placed once"
    for at, box in enumerate(boxes):
        right = box.left + box.width
        assert box.wanted.text in (box.label.text, box.label.short)
        assert box.left >= EDGE
        assert right <= width - EDGE
        for other in boxes[:at]:
            apart = box.left >= other.left + other.width + GAP or other.left >= right + GAP
            assert apart or abs(box.middle - other.middle) >= LINE - 1
        if box.inside:
            continue  # it stands in its own bar
        for a, b, y in standing:
            assert abs(y - box.middle) >= MARK + 7 or box.left - 2 >= b or a >= right + 2


@given(problems(), st.randoms())
def test_the_order_in_which_labels_are_given_changes_nothing(problem, random):
    wanted, *rest = problem
    shuffled = wanted.copy()
    random.shuffle(shuffled)
    assert placed(wanted, *rest) == placed(shuffled, *rest)


def want(name: str, at: int, text: str, *, width: float = 1036, tracks: int = 1, **more: Any) -> Wanted:  # noqa: ANN401 - Label's own
    ends = {side: at_ * width / DAYS for side in ("inside", "beside") if (at_ := more.pop(side, None)) is not None}
    return Wanted(Label(name, 0, at, text, **more), "", text, at * width / DAYS, 60.0, tracks, **ends)


def names(wanted: list[Wanted], width: float = 1036) -> list[str]:
    return [box.label.id for box in place(wanted, width)]


def test_the_weightier_label_stays_where_only_one_fits():
    both = [want("light", 100, "x" * 60, width=500), want("heavy", 102, "x" * 60, width=500, weight=90)]
    assert names(both, 500) == ["heavy"]


def test_another_line_takes_another_label():
    both = [want("a", 100, "x" * 60, width=500, tracks=2, weight=30), want("b", 102, "x" * 60, width=500, tracks=2)]
    assert names(both, 500) == ["a", "b"]


@pytest.mark.parametrize("at", [-30, DAYS + 30])
def test_what_is_out_of_sight_has_no_label(at):
    assert names([want("a", at, "Gone")]) == []
    assert names([want("a", at, "Gone", beside=at + 5)]) == []
    assert names([want("a", at, "Gone", inside=at + 5)]) == []


def test_what_reaches_into_sight_has_one():
    assert names([want("a", -30, "Long clock", inside=100)])
    assert names([want("a", -30, "Long clock", beside=100)])


def test_a_label_as_wide_as_the_plot_is_left_out():
    assert names([want("a", 100, "W" * 500)]) == []


def test_more_lines_only_where_they_place_more():
    alone = [want("a", 100, "Alone")]
    crowd = [want(f"e{n}", 100 + n, "x" * 50, width=600) for n in range(6)]
    assert tracks_needed(alone, 1036, at_most=3) == 1
    assert tracks_needed(crowd, 600, at_most=3) > 1
    assert tracks_needed([], 1036, at_most=3) == 1


def test_of_very_many_labels_only_the_weightiest_of_a_lane_are_tried():
    crowd = [want(f"e{n:04}", n % DAYS, "x", weight=n) for n in range(3000)]
    assert {int(name[1:]) for name in names(crowd)} <= set(range(3000 - MOST, 3000))


OBSTACLES = [
    ("beside it", [(0, 50, 60)], False),
    ("on it", [(90, 120, 60)], True),
    ("around it", [(0, 900, 60)], True),
    ("on the line below", [(90, 120, 90)], False),
    ("joined with one that is long", [(0, 95, 60), (20, 40, 60)], True),
    ("between two", [(0, 90, 60), (170, 300, 60)], False),
]


@pytest.mark.parametrize(("name", "stretches", "covered"), OBSTACLES)
def test_what_a_label_would_cover(name, stretches, covered):
    assert Obstacles(stretches).covered(94, 160, 60) is covered, name


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_real_case_has_no_two_labels_that_touch(case, width):
    boxes = arrange(scene(release(case)), width).boxes
    assert len(boxes) > 8
    for at, one in enumerate(boxes):
        assert one.left >= EDGE
        assert one.left + one.width <= width - EDGE
        assert not any(other.touches(one.left, one.left + one.width, one.middle) for other in boxes[:at])
