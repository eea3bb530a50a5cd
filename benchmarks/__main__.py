"""`make bench`: every figure as a ratio measured in this run; fails when one does not hold."""

import sys

from benchmarks import evaluations, figures, pages, phone, proofs


def main() -> int:
    """Print each result as soon as it is there."""
    failed = False
    for results in (evaluations.results, proofs.results, figures.results, pages.results, phone.results):
        for result in results():
            print(result, flush=True)
            failed |= not result.holds
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
