"""`make bench`: every figure as a ratio measured in this run; fails when one does not hold."""

import sys
from collections.abc import Iterator

from benchmarks import evaluations, figures, pages, proofs
from benchmarks.measure import Result


def phone_results() -> Iterator[Result]:
    """In the installation that `pages` laid out: its models can be named only from then on."""
    from benchmarks import phone

    yield from phone.results()


def main() -> int:
    """Print each result as soon as it is there."""
    failed = False
    for results in (evaluations.results, proofs.results, figures.results, pages.results, phone_results):
        for result in results():
            print(result, flush=True)
            failed |= not result.holds
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
