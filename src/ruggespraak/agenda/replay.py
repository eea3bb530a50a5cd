"""Do the levels of shared answers still come out? As `dossier.replay`, for requests."""

from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from pathways.evaluate import EVALUATOR, evaluate
from pathways.model import Pathway
from ruggespraak.agenda.models import Request
from ruggespraak.audit.verify import Finding
from ruggespraak.dossier.replay import UNFIT, NotWeighed, Report, Tally
from ruggespraak.mode import ADVISE
from ruggespraak.people.models import Practice

CHUNK = 500
FIELDS = ("level", "urgency", "is_signal")
UNNAMED = (2, 1)
"""The evaluators from before requests named theirs: one of them must come to what was kept."""


def replay(report: Report, practice: Practice | None = None) -> None:
    """Weigh the shared answers of one practice's requests, or of all, again."""
    for request in _shared(practice):
        tally = report.tally(request.pack_id or "")
        try:
            _replay_request(request, tally, report)
        except NotWeighed as reason:
            tally.unread += 1
            _find(request, str(reason), report)


def _shared(practice: Practice | None) -> Iterator[Request]:
    requests = Request.objects.exclude(pack=None).order_by("id")
    if practice:
        requests = requests.of_practice(practice)
    chunk = list(requests[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(requests.filter(id__gt=chunk[-1].id)[:CHUNK])


def _replay_request(request: Request, tally: Tally, report: Report) -> None:
    pathway = report.pathway(request.pack_id or "")
    if not _is_computed(request):
        tally.not_computed += 1
        return
    evaluators = UNNAMED if request.evaluator is None else (request.evaluator,)
    differences = [_differing(request, pathway, evaluator) for evaluator in evaluators]
    if [] in differences:
        tally.same += 1
    else:
        tally.different += 1
        _find(request, f"comes out differently: {', '.join(differences[0])}", report)


def _is_computed(request: Request) -> bool:
    """Whether there is a level to compare. Of older requests without one nobody knows whether one was computed."""
    try:
        return request.mode == ADVISE or (not request.mode and request.level != "")
    except (InvalidTag, *UNFIT) as fault:
        raise NotWeighed("cannot be opened: it was changed, or its key is another") from fault


def _differing(request: Request, pathway: Pathway, evaluator: int) -> list[str]:
    if evaluator > EVALUATOR:
        raise NotWeighed(f"was weighed by evaluator {evaluator}, which is not known here: a newer release is needed")
    again = Request()
    try:
        outcome = evaluate(pathway.forms[request.form], request.shared_answers or {}, evaluator=evaluator)
        again.take_level(pathway, outcome.level)
    except UNFIT as fault:
        raise NotWeighed(f"cannot be weighed by its own pathway version ({type(fault).__name__})") from fault
    return [name for name in FIELDS if getattr(request, name) != getattr(again, name)]


def _find(request: Request, what: str, report: Report) -> None:
    if what:
        report.findings.append(Finding(str(request.practice_id), None, f"Request {request.id} {what}."))
