from math import hypot

from oasis.providers.mapping import RADIUS, draw_services

SCHOOL = (34.009559, -118.3295)


def spot(number, latitude, longitude):
    return number, f"Service {number}", f"/{number}/", (latitude, longitude)


def test_nothing_is_drawn_of_nothing():
    assert draw_services([], origin=SCHOOL) is None


def test_school_stands_in_the_middle_and_north_is_up():
    drawing = draw_services([spot(1, 34.05, -118.3295), spot(2, 34.009559, -118.25)], origin=SCHOOL)

    north, east = drawing.marks
    assert drawing.origin == (500, drawing.height / 2)
    assert (north.x, north.y < drawing.origin[1]) == (500, True)
    assert (east.x > 500, east.y) == (True, drawing.origin[1])


def test_every_mark_lies_on_the_paper():
    drawing = draw_services([spot(1, 34.4, -118.9), spot(2, 33.9, -118.0)], origin=SCHOOL)

    assert all(RADIUS <= mark.x <= 1000 - RADIUS for mark in drawing.marks)
    assert all(RADIUS <= mark.y <= drawing.height - RADIUS for mark in drawing.marks)


def test_rings_and_scale_are_as_long_as_the_miles_they_name():
    drawing = draw_services([spot(1, 34.009559 + 5 / 69, -118.3295)], origin=SCHOOL)

    [mark] = drawing.marks
    five_miles = drawing.origin[1] - mark.y
    assert [ring.miles for ring in drawing.rings] == [5, 2]
    assert abs(drawing.rings[0].radius - five_miles) < 0.1
    assert drawing.bar.miles == 2


def test_services_at_one_spot_share_a_mark_that_leads_to_the_list():
    drawing = draw_services([spot(3, 34.05, -118.3), spot(7, 34.05, -118.3), spot(8, 34.0, -118.2)], origin=SCHOOL)

    shared, alone = drawing.marks
    assert (shared.label, shared.numbers, shared.link) == ("3+", [3, 7], "#service-3")
    assert shared.titles == ["Service 3", "Service 7"]
    assert (alone.label, alone.link) == ("8", "/8/")


def test_no_mark_hides_the_school():
    drawing = draw_services([spot(1, *SCHOOL), spot(2, 34.2, -118.3295)], origin=SCHOOL)

    x, y = drawing.origin
    assert round(hypot(drawing.marks[0].x - x, drawing.marks[0].y - y)) == 2 * RADIUS


def test_without_a_school_there_are_no_rings():
    drawing = draw_services([spot(1, 34.0, -118.3), spot(2, 34.1, -118.2)])

    assert (drawing.origin, drawing.rings, len(drawing.marks)) == (None, [], 2)
