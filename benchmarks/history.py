"""Who visits the measured pages, and a practice in which they find few or many clients, and a year of history."""

from django.test import Client

from benchmarks.twin import statements_of
from ruggespraak.demo.practice import Invented, Life
from ruggespraak.dossier.models import Episode
from ruggespraak.dossier.packs import pathway
from ruggespraak.people.models import Practice, User

START = ["intake_home", "screening", "intake", "examination", "conclusion", "decision", "plan", "agrees"]
SHORT, LONG = START, START + (["session"] * 8 + ["evaluation"]) * 3  # twenty-four sessions in a year
FEW, MANY = 5, 25
THERAPIST = "joris@aandevest.example"


def visitor() -> Client:
    """Somebody without an account."""
    return Client()


def therapist() -> Client:
    """A therapist, logged in."""
    client = Client()
    client.force_login(User.objects.get(email=THERAPIST))
    return client


def check_address() -> str:
    """The first page of the self-check."""
    return f"/check/{pathway().forms['self_check'].pages[0].id}/"


def live(name: str, story: list[str]) -> Episode:
    """A client of the therapist who lived this story in the past year."""
    practice = Practice.objects.get()
    made = Invented(practice, "", list(practice.memberships.select_related("user")))
    who = User.objects.get(email=THERAPIST).name
    client = {"name": name, "born_on": "1980-01-01", "sex": "F", "therapist": who, "help": "Weer lopen.", "pain": [6]}
    life = Life(made, client | {"days_ago": 364, "story": story})
    life.live()
    return life.episode


def episode_address() -> str:
    """The page of an episode with a year of history."""
    return f"/desk/episodes/{live('Jaar Lang', LONG).pk}/"


def statements_before_and_after() -> tuple[tuple[int, int], tuple[int, int]]:
    """Statements of (the desk's day, an episode page in treatment) with few clients and entries, and with many."""
    client, short = therapist(), live("Kort Verhaal", [*START, "session"])
    client.get("/desk/")  # the first page of a session also writes down that the session began
    few = _statements(client, short)
    for number in range(MANY - FEW):
        live(f"Naam{number} Bij", START[:2])
    return few, _statements(client, Episode.objects.get(patient__given_name="Jaar"))


def _statements(client: Client, episode: Episode) -> tuple[int, int]:
    addresses = "/desk/", f"/desk/episodes/{episode.pk}/"
    desk, page = (len(statements_of(client, address)) for address in addresses)
    return desk, page
