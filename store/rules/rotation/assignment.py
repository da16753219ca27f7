"""Who takes which role in one meeting: the best assignment there is, exactly.

Best is the smallest of (roles left open, earlier ones weighing more; roles beyond one a person, squared; sum
of excess turns squared; sum of places in the queue squared; people in role order). The last part makes it
unique, so every machine finds the same one. The five are packed into one integer, which leaves a linear
assignment problem, solved by shortest augmenting paths (the Hungarian method; H. W. Kuhn, 1955, and R. Jonker
and A. Volgenant, 1987).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Queue = Sequence[tuple[str, int]]
"""The candidates for a role, first in turn first: person id and turns above the fewest among them."""


def assign(queues: Mapping[str, Queue], most: int = 1) -> dict[str, str | None]:
    """The best assignment: role id to person id, None where nobody can be had.

    `queues` are in order of the roles; nobody gets more than `most` of them.
    """
    people = sorted({person for queue in queues.values() for person, _ in queue})
    rows = list(queues.values())
    if not people or not rows:
        return dict.fromkeys(queues)
    columns = [(person, extra) for extra in range(min(most, len(rows))) for person in people]
    chosen = _cheapest(_costs(rows, people, columns))
    return {
        role: columns[column][0] if column < len(columns) else None
        for role, column in zip(queues, chosen, strict=True)
    }


def _costs(
    rows: Sequence[Queue], people: Sequence[str], columns: Sequence[tuple[str, int]]
) -> list[list[int]]:
    """What each role costs with each (person, roles already held), then with nobody, as packed integers."""
    count, size = len(rows), len(people)
    most = max((excess for queue in rows for _, excess in queue), default=0)
    place = size**count  # the unit of squared places: above all sums of what follows
    excess_unit = place * (count * size**2 + 1)
    extra_unit = excess_unit * (count * most**2 + 1)
    open_unit = extra_unit * (count**2 + 1)
    never = open_unit << (count + 1)
    index = {person: number for number, person in enumerate(people)}
    matrix: list[list[int]] = []
    for number, queue in enumerate(rows):
        tail = size ** (count - 1 - number)
        alone = {
            person: excess**2 * excess_unit + position**2 * place + index[person] * tail
            for position, (person, excess) in enumerate(queue)
        }
        # 1, 3, 5 … more for each further role: together the square of how many there are.
        row = [
            alone[person] + max(0, 2 * extra - 1) * extra_unit if person in alone else never
            for person, extra in columns
        ]
        nobody = open_unit << (count - 1 - number)
        matrix.append(row + [nobody if other == number else never for other in range(count)])
    return matrix


def _cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """The column of each row in the cheapest assignment of different columns to all rows."""
    width = len(costs[0])
    row_price, column_price = [0] * len(costs), [0] * width
    owner: list[int | None] = [None] * width
    for start in range(len(costs)):
        # Dijkstra over reduced costs from a row without a column to the nearest free column.
        distance: dict[int, int] = {}
        before: dict[int, int | None] = {}
        settled: list[int] = []
        waiting = set(range(width))
        row, base, column = start, 0, None
        while True:
            for other in waiting:
                cost = base + costs[row][other] - row_price[row] - column_price[other]
                if other not in distance or cost < distance[other]:
                    distance[other], before[other] = cost, column
            column = min(waiting, key=lambda other: (distance[other], other))
            waiting.remove(column)
            base = distance[column]
            taken = owner[column]
            if taken is None:
                break
            settled.append(column)
            row = taken
        row_price[start] += base
        for other in settled:
            holder = owner[other]
            assert holder is not None
            row_price[holder] += base - distance[other]
            column_price[other] -= base - distance[other]
        end: int | None = column
        while end is not None:
            previous = before[end]
            owner[end] = start if previous is None else owner[previous]
            end = previous
    chosen = {row: column for column, row in enumerate(owner) if row is not None}
    return [chosen[row] for row in range(len(costs))]
