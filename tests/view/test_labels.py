"""Where labels go: none touches another, a mark, a bar or the edge, in Python and in the browser alike."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.browser_modules import run_js
from timeline.view.labels import EDGE, GAP, LINE, MARK, Label, place, text_width, tracks_needed
from timeline.view.release import release
from timeline.view.scene import scene

START = date(2020, 1, 1)
DAYS = 400


def day(offset: int) -> str:
    return str(START + timedelta(days=offset))


Placed = tuple[str, str, bool, float, float]


def placed(problem: dict[str, Any]) -> list[Placed]:
    """What Python places: id, text, whether it stands in its bar, left edge and middle."""
    labels = [Label(**one) for one in problem["labels"]]
    scale = problem["width"] / DAYS
    boxes = place(
        labels,
        problem["tracks"],
        lambda when: (date.fromisoformat(when) - START).days * scale,
        problem["width"],
        marks=[tuple(mark) for mark in problem["marks"]],
        bars=[tuple(bar) for bar in problem["bars"]],
    )
    return [(box.label.id, box.label.text, box.inside, box.left, box.middle) for box in boxes]


def placed_in_browser(problems: list[dict[str, Any]]) -> list[list[Placed]]:
    """What the browser places, given the widths that Python estimates."""
    shorter = [
        [*problem["labels"], *(one | {"text": one["short"]} for one in problem["labels"])] for problem in problems
    ]
    sizes = [{f"{one['id']}|{one['text']}": text_width(Label(**one)) for one in labels} for labels in shorter]
    body = """
    return given.problems.map((problem, n) => {
      const scale = problem.width / given.days;
      const pixel = (when) => Math.round((Date.parse(when) - Date.parse(given.start)) / 86400000) * scale;
      const lanes = problem.tracks.map((tracks) => ({ tracks }));
      const measure = (label) => given.sizes[n][`${label.id}|${label.text}`];
      return place(problem.labels, problem.marks, problem.bars, pixel, problem.width, lanes, measure)
        .map(({ label, left, middle, inner }) => [label.id, label.text, inner, left, middle]);
    });"""
    given_ = {"problems": problems, "sizes": sizes, "days": DAYS, "start": str(START)}
    return [[tuple(one) for one in boxes] for boxes in run_js(body, given_, "view.js")]


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    width = draw(st.sampled_from([280, 500, 1036, 1600]))
    lanes = draw(st.integers(1, 3))
    labels = []
    for number in range(draw(st.integers(0, 12))):
        lane, start = draw(st.integers(0, lanes - 1)), draw(st.integers(-60, DAYS + 60))
        end = start + draw(st.integers(0, 200))
        shape = draw(st.sampled_from(["", "", "inside", "beside"]))
        labels.append(
            {
                "id": f"e{number}", "lane": lane, "x": day(start), "y": 60.0 + 110 * lane + draw(st.sampled_from([0, 0, 13, 30])),
                "date": draw(st.sampled_from(["", "Oct 20", "by Nov 18"])),
                "text": draw(st.text("abc mWil", max_size=40)), "tone": draw(st.sampled_from(["ink", "quiet", "alert", "claim"])),
                "weight": draw(st.integers(10, 90)), "inside": day(end) if shape == "inside" else "",
                "beside": day(end) if shape == "beside" else "", "short": draw(st.sampled_from(["", "short"])),
            }
        )  # fmt: skip
    ys = [60.0 + 110 * lane for lane in range(lanes)]
    marks = [[draw(st.integers(0, width)), draw(st.sampled_from(ys))] for _ in range(draw(st.integers(0, 6)))]
    bars = []
    for _ in range(draw(st.integers(0, 4))):
        left = draw(st.integers(-50, width))
        bars.append([left, left + draw(st.integers(1, 300)), draw(st.sampled_from(ys))])
    return {
        "labels": labels,
        "tracks": [draw(st.integers(1, 3)) for _ in range(lanes)],
        "width": width,
        "marks": marks,
        "bars": bars,
    }


@given(problems())
def test_no_two_labels_touch_and_none_leaves_the_plot(problem):
    by_id = {one["id"]: one for one in problem["labels"]}
    boxes = []
    for name, text, inside, left, middle in placed(problem):
        assert text in (by_id[name]["text"], by_id[name]["short"])
        boxes.append((name, inside, left, left + text_width(Label(**by_id[name] | {"text": text})), middle))
    assert len({name for name, *_ in boxes}) == len(boxes), "a label is placed once"
    for at, (_, inside, left, right, middle) in enumerate(boxes):
        assert left >= EDGE
        assert right <= problem["width"] - EDGE
        for _, _, other_left, other_right, other_middle in boxes[:at]:
            assert abs(middle - other_middle) >= LINE - 1 or left >= other_right + GAP or other_left >= right + GAP
        if inside:
            continue  # it stands in its own bar
        for x, y in problem["marks"]:
            assert abs(y - middle) >= MARK + 7 or left - 2 >= x + MARK or x - MARK >= right + 2
        for bar_left, bar_right, y in problem["bars"]:
            assert abs(y - middle) >= MARK + 7 or left - 2 >= bar_right or bar_left >= right + 2


@given(problems(), st.randoms())
def test_the_order_in_which_labels_are_given_changes_nothing(problem, random):
    shuffled = problem["labels"].copy()
    random.shuffle(shuffled)
    assert placed(problem) == placed(problem | {"labels": shuffled})


@settings(max_examples=15)
@given(st.lists(problems(), min_size=12, max_size=12))
def test_the_browser_places_the_same_labels_where_they_are_as_wide(several):
    for problem, theirs in zip(several, placed_in_browser(several), strict=True):
        mine = placed(problem)
        assert [one[:3] for one in mine] == [one[:3] for one in theirs]
        for one, their in zip(mine, theirs, strict=True):
            assert one[3:] == pytest.approx(their[3:])


def label(name: str, at: int, text: str, **more: object) -> Label:
    values: dict[str, Any] = {
        "id": name,
        "lane": 0,
        "x": day(at),
        "y": 60.0,
        "date": "",
        "text": text,
        "tone": "ink",
        "weight": 25,
    }
    return Label(**values | more)


def left_of(labels: list[Label], *, width: int = 1036, tracks: int = 1) -> dict[str, tuple[float, float]]:
    boxes = place(labels, [tracks], lambda when: (date.fromisoformat(when) - START).days * width / DAYS, width)
    return {box.label.id: (box.left, box.middle) for box in boxes}


def test_the_weightier_label_stays_where_only_one_fits():
    both = [label("light", 100, "x" * 60), label("heavy", 102, "x" * 60, weight=90)]
    assert list(left_of(both, width=500)) == ["heavy"]


def test_another_line_takes_another_label():
    both = [label("a", 100, "x" * 60, weight=30), label("b", 102, "x" * 60)]
    assert list(left_of(both, width=500, tracks=2)) == ["a", "b"]


@pytest.mark.parametrize("at", [-30, DAYS + 30])
def test_what_is_out_of_sight_has_no_label(at):
    assert left_of([label("a", at, "Gone")]) == {}
    assert left_of([label("a", at, "Gone", beside=day(at + 5))]) == {}
    assert left_of([label("a", at, "Gone", inside=day(at + 5))]) == {}


def test_what_reaches_into_sight_has_one():
    assert left_of([label("a", -30, "Long clock", inside=day(100))])
    assert left_of([label("a", -30, "Long clock", beside=day(100))])


def test_a_label_as_wide_as_the_plot_is_left_out():
    assert left_of([label("a", 100, "W" * 500)]) == {}


def test_more_lines_only_where_they_place_more():
    alone = [label("a", 100, "Alone")]
    crowd = [label(f"e{n}", 100 + n, "x" * 50) for n in range(6)]
    start = START.toordinal()

    def lines(labels, width):
        def pixel(day):
            return (date.fromisoformat(day).toordinal() - start) * width / DAYS

        return tracks_needed(labels, pixel, width, at_most=3)

    assert lines(alone, 1036) == 1
    assert lines(crowd, 600) > 1
    assert lines([], 1036) == 1


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_real_case_has_no_two_labels_that_touch(case, width):
    drawn = scene(release(case), width=width)
    start, end = map(date.fromisoformat, drawn.window)
    scale = width / (end - start).days
    boxes = place(
        drawn.labels,
        [lane.tracks for lane in drawn.lanes],
        lambda when: (date.fromisoformat(when) - start).days * scale,
        width,
    )
    assert len(boxes) > 8
    for at, one in enumerate(boxes):
        assert one.left >= EDGE
        assert one.left + one.width <= width - EDGE
        assert not any(other.touches(one.left, one.left + one.width, one.middle) for other in boxes[:at])
