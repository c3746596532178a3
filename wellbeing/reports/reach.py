"""What a report tells of reach: the figures of the last month that was counted, as the page of reach shows them."""

from wellbeing.reach.board import Board


def reach_of(program, school_year):
    """{through_on, rows: [{name, eligible, took, again, rate}], cost_per_participant, stars}, or None.

    The rows are all employees, the certificated and the classified; numbers that are not shown are None.
    """
    board = Board(program, school_year)
    if board.newest is None:
        return None
    return {
        "through_on": board.newest.through_on.isoformat(),
        "rows": [
            {"name": name, "eligible": row.eligible, "took": row.took, "again": row.again, "rate": _text(row.rate)}
            for name, row in [
                ("everyone", board.total),
                ("certificated", board.gap.certificated),
                ("classified", board.gap.classified),
            ]
        ],
        "cost_per_participant": _text(board.cost_per_participant),
        "stars": _text(board.mean_stars),
    }


def _text(number):
    return None if number is None else str(number)
