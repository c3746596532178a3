import pytest

from districts.frames import Frame, ScaleBar, Sizes


@pytest.mark.parametrize(
    ("box", "height"),
    [([0, 0, 2_000, 2_000], 1_000), ([0, 0, 4_000, 500], 588), ([0, 0, 500, 4_000], 1_000)],
    ids=["a square", "too wide", "too high"],
)
def test_a_frame_is_neither_a_ribbon_nor_a_tower(box, height):
    frame = Frame.around(box, margin=0)

    x, y, width, across = *frame.at(box[0] + box[2] / 2, box[1] + box[3] / 2), frame.width, frame.height
    assert frame.height == height
    assert (x, y) == pytest.approx((width / 2, across / 2), abs=1)


def test_a_margin_lies_on_all_sides():
    frame = Frame.around([100, 100, 1_000, 800], margin=0.1)

    assert frame.at(100, 100) == pytest.approx((83.3, 83.3), abs=0.1)
    assert frame.at(1_100, 900) == pytest.approx((916.7, frame.height - 83.3), abs=0.5)


def test_a_small_county_is_not_blown_up():
    frame = Frame.around([50, 50, 100, 100], margin=0, least=400)

    assert (frame.scale, frame.height) == (1_000 / 400, 588)


@pytest.mark.parametrize(("x", "is_shown"), [(50, True), (-100, False), (1_100, False)])
def test_a_frame_knows_what_it_shows(x, is_shown):
    frame = Frame.around([0, 0, 1_000, 1_000], margin=0)

    assert frame.shows([x, 0, 50, 50]) == is_shown


def test_the_bar_is_the_longest_round_number_of_miles_that_fits():
    """On 1,000 units of 100 m each, a quarter is 15.5 miles and 10 miles are 161 of them."""
    bar = ScaleBar.fitting(Frame.around([0, 0, 1_000, 1_000], margin=0), meters_per_unit=100)

    assert (bar.miles, bar.length) == (10, 161)


def test_an_area_stands_for_students():
    sizes = Sizes(per_root=0.1, smallest=2)

    small, fourfold = sizes.radius(10_000), sizes.radius(40_000)
    assert (small, fourfold) == (10, 20)
    assert (sizes.radius(3), sizes.radius(None), sizes.smallest_students) == (2, 2, 400)


@pytest.mark.parametrize(("largest", "radius"), [(600_000, 60), (10_000, 16)], ids=["large", "small"])
def test_the_largest_district_of_a_county_reaches_so_far_and_a_small_one_less(largest, radius):
    assert Sizes.reaching(60, at=largest, smallest=5).radius(largest) == radius
