"""The whole brochure, once through: one person with low back pain, one manual therapist, two browsers; and the GP."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

from playwright.sync_api import Response, expect
from pypdf import PdfReader

import said
from browsing import DESK, PHONE, House, Watched, asked_on, authenticator_code
from health_words import health_words

Open = Callable[..., Watched]

HOME = {  # what the client tells at home; no to every sign, the rest left open
    "age": 42,
    "sex": "female",
    "help_question": "Weer een uur kunnen zitten op mijn werk",
    "where": ["back_lumbar_left"],
    "pain_nrs_now": 5,
    "pain_nrs_avg24h": 6,
    "duration": 8,
    "duration-unit": "weeks",
    "course": "unchanged",
    "limited_activities": ["sitting"],
    "comorbidity": ["co_none"],
    "medication": ["med_none"],
}
NOT_ASKED = {"consent_share_gp": "not_asked", "consent_share_gp_on": None}
PASSWORD = "een-eigen-geheim-2026"


@dataclass
class Story:
    """Two people, each behind a window of their own, and the way to what they share."""

    phone: Watched
    desk: Watched
    house: House
    episode: str = ""

    def open_step(self, form: str) -> None:
        """The therapist opens the form of a step."""
        self.desk.go(f"{self.episode}{form}/")

    def sign(self, form: str, **other: object) -> None:
        """The therapist fills in a step as usual (and `other`), and signs it."""
        self.open_step(form)
        fill_in(self.desk, form, **other)
        sign(self.desk)

    @property
    def today(self) -> str:
        """What the episode page says."""
        self.desk.go(self.episode)
        return self.desk.text


def fill_in(desk: Watched, form: str, **other: object) -> None:
    """The ordinary answers of a form (tests/said.py), typed and clicked."""
    desk.fill(said.as_posted(form, getattr(said, form)(**other)))


def sign(desk: Watched) -> None:
    """Sign what is filled in: it becomes an entry, and the episode page says so."""
    desk.press("Ondertekenen")
    desk.page.wait_for_url(re.compile(r"/desk/episodes/[^/]+/$"))
    expect(desk.main).to_contain_text("Ondertekend")


def test_one_person_and_one_therapist(window: Open, house: House, tmp_path: Path) -> None:
    story = Story(window(PHONE), window(DESK), house)
    ask_for_an_appointment(story)
    code = register_and_invite(story)
    let_the_client_in(story, code)
    tell_the_story_at_home(story)
    screen(story)
    take_in(story)
    examine(story)
    conclude_and_decide(story)
    plan(story)
    agree(story)
    treat(story)
    change_the_plan(story)
    evaluate_and_close(story)
    read_the_own_dossier(story)
    write_to_the_gp(story, tmp_path)


def ask_for_an_appointment(story: Story) -> None:
    """A visitor checks, and asks for an appointment with their answers along."""
    visitor = story.phone
    visitor.go("/check/you/")
    while "/result/" not in visitor.path:
        visitor.fill({name: value for name, value in HOME.items() if name in asked_on(visitor)})
        visitor.say_no(name for name in asked_on(visitor) if name not in HOME)
        here = visitor.path
        visitor.press("Verder")
        visitor.page.wait_for_url(lambda url, here=here: not url.endswith(here))
    visitor.press("Deel met mijn therapeut")
    visitor.fill(name="Fenna Rademaker", born_on="1984-02-01", email="fenna@example.org", phone="06 5550 1201")
    visitor.fill(words="Ik wil weer een uur kunnen zitten.", language="nl")
    visitor.main.locator("form button").last.click()
    expect(visitor.main).to_contain_text("Je aanvraag is verstuurd.")


def register_and_invite(story: Story) -> str:
    """The therapist registers the client from the request, opens the episode and invites; returns the code."""
    desk = story.desk
    desk.log_in("bram@aandevest.example")
    desk.see()
    desk.go("/desk/requests/")  # today shows the most urgent ones only
    desk.see()
    desk.follow("Fenna Rademaker")
    desk.see()
    desk.press("Inschrijven")
    expect(desk.page.locator("[name=born_on]")).to_have_value("1984-02-01")
    desk.fill(sex="F", gp_name="S. Aydin", gp_practice="Huisartsen Morspoort", complaint="low_back_pain")
    desk.see()
    desk.press("Inschrijven")
    desk.page.wait_for_url(re.compile(r"/desk/episodes/[^/]+/$"))
    story.episode = desk.path
    expect(desk.main).to_contain_text("Fenna Rademaker is ingeschreven.")
    expect(desk.main).to_contain_text("Zelfcheck")
    desk.see()
    return invite(desk, "Fenna Rademaker")


def invite(desk: Watched, name: str) -> str:
    """Invite a client; the code is shown once."""
    desk.go("/desk/clients/")
    desk.fill(words=name)
    desk.press("Zoeken")
    desk.follow(name)
    desk.see()
    desk.press("Uitnodigen voor het eigen dossier")
    code = desk.main.locator("[aria-labelledby=code] code").inner_text()
    desk.see()
    desk.go(desk.path.removesuffix("invite/"))
    assert code not in desk.text
    return code


def open_invitation(phone: Watched, house: House, email: str, born_on: str, code: str) -> None:
    """The link of the mail, birth date and code."""
    mail = house.mails(to=email)[-1]
    assert code not in mail
    assert health_words(re.sub(r"http\S+", "", mail)) == []
    link = re.search(r"http://[^/]+(/account/invitation/\S+/)", mail)
    assert link
    for _time in range(2):  # opening the link, as mail scanners do, changes nothing
        phone.go(link[1])
    phone.see()
    phone.fill(born_on=born_on, code="AAAAAA")
    phone.press("Mijn pagina’s openen")
    expect(phone.page.locator("#errors")).to_be_visible()
    phone.fill(born_on=born_on, code=code)
    phone.press("Mijn pagina’s openen")
    expect(phone.page.locator("h1")).to_have_text("Kies hoe je inlogt")
    phone.see()


def let_the_client_in(story: Story, code: str) -> None:
    """Two secrets, then a password and the six digits of an authenticator app; no record before that."""
    phone = story.phone
    open_invitation(phone, story.house, "fenna@example.org", "1984-02-01", code)
    phone.go("/my/")
    assert phone.path == "/account/secure/"
    phone.press("Kies een wachtwoord")
    phone.see()
    phone.fill(password1=PASSWORD, password2=PASSWORD)
    phone.press("Dit wachtwoord bewaren")
    phone.page.wait_for_url("**/account/**")
    if phone.path == "/account/secure/":
        phone.press("Een authenticator-app toevoegen")
    expect(phone.page.locator("[name=code]")).to_be_visible()
    phone.see()
    phone.fill(code=authenticator_code(phone.main.locator("strong").last.inner_text()))
    phone.press("De app toevoegen")
    keep_recovery_codes(phone)
    assert phone.heading.endswith(", Fenna.")
    phone.see()


def keep_recovery_codes(phone: Watched) -> None:
    """Ten codes to keep at home; then the own pages."""
    expect(phone.page.locator("h1")).to_have_text("Je herstelcodes")
    phone.see()
    phone.press("Ik heb ze bewaard, verder")
    phone.page.wait_for_url("**/my/")


def tell_the_story_at_home(story: Story) -> None:
    """The client fills in the intake at home, stops, goes on, reads through and sends."""
    phone = story.phone
    phone.press("Begin je verhaal")
    pages = 0
    while "/read-through/" not in phone.path:
        pages += 1
        phone.see()
        asked = asked_on(phone)
        phone.fill({name: value for name, value in HOME.items() if name in asked})
        phone.say_no(name for name in asked if name not in HOME)
        here = phone.path
        phone.press("Bewaren en verder")
        phone.page.wait_for_url(lambda url, here=here: not url.endswith(here))
        if pages == 3:
            phone.go("/my/")
            phone.press("Verder met je verhaal")
    phone.see()
    assert HOME["help_question"] in phone.text
    phone.press("Versturen naar mijn therapeut")
    phone.page.wait_for_url("**/my/")
    expect(phone.main).to_contain_text("verstuurd")


def screen(story: Story) -> None:
    """The therapist asks the alarm signs again; what was typed survives a reload; pluis."""
    desk = story.desk
    desk.go(story.episode)
    expect(desk.main).to_contain_text("Volgende stap: screening")
    desk.press("Screening")
    desk.see()
    desk.fill(identity_checked=True, access="direct")
    with desk.page.expect_response(is_autosaved):
        take_over(desk, "help_question")
    expect(desk.page.locator("[name=help_question]")).to_have_value(str(HOME["help_question"]))
    expect(desk.page.locator("output")).to_contain_text("Concept, bewaard om")
    desk.page.reload()
    expect(desk.page.locator("[name=help_question]")).to_have_value(str(HOME["help_question"]))
    tap_none(desk)
    fill_in(desk, "screening", help_question=HOME["help_question"], further_exam_indicated=True, **NOT_ASKED)
    desk.see()
    sign(desk)


def is_autosaved(response: Response) -> bool:
    """Whether this answers an autosave that held the help question."""
    sent = response.request
    is_autosave = "hx-request" in sent.headers and sent.headers.get("hx-target") != "questions"
    return is_autosave and parse_qs(sent.post_data or "").get("help_question") == [HOME["help_question"]]


def take_over(desk: Watched, question: str) -> None:
    """Cite what the client said before."""
    desk.page.locator(f"#q-{question}").get_by_role("button", name="Neem over").click()
    desk.settle()


def tap_none(desk: Watched) -> None:
    """ "Asked, none of these", for every part that offers it."""
    for part in desk.main.locator("button[id^=none-]").evaluate_all("all => all.map(one => one.id)"):
        desk.page.locator(f"#{part}").click()
        desk.settle()


def take_in(story: Story) -> None:
    """The intake cites what the client said at home, answer by answer."""
    desk = story.desk
    desk.press("Intake")
    question = desk.page.locator("#q-help_question")
    expect(question).to_contain_text(str(HOME["help_question"]))
    expect(desk.page.locator("#q-where")).to_contain_text(", cliënt, ")
    for name in ("help_question", "where", "pain_nrs_avg24h"):
        take_over(desk, name)
    expect(desk.page.locator("[name=where][value=back_lumbar_left]")).to_be_checked()
    fill_in(desk, "intake")
    tap_none(desk)
    desk.see()
    sign(desk)


def examine(story: Story) -> None:
    """ "Nothing found" is one tap a block."""
    desk = story.desk
    desk.press("Onderzoek")
    desk.fill(exam_indicated=True, exam_consent="consent_given")
    tap_none(desk)
    for block in ("obs", "fn", "mov", "neuro", "ntest", "seg", "sij", "hip", "load"):
        desk.fill({f"{block}_block": "nothing_found"})
    desk.fill(vital_block="not_needed", comparable_sign="Vooroverbuigen", exam_summary="Vooral stug bij buigen.")
    desk.see()
    sign(desk)


def conclude_and_decide(story: Story) -> None:
    """Conclusion, and the decision made together."""
    for form in ("conclusion", "decision"):
        story.open_step(form)
        fill_in(story.desk, form)
        story.desk.see()
        sign(story.desk)


def plan(story: Story) -> None:
    """The plan is signed; a session is refused before the client agrees, with the reason."""
    story.open_step("plan")
    fill_in(story.desk, "plan")
    story.desk.see()
    sign(story.desk)
    story.open_step("session")
    fill_in(story.desk, "session")
    story.desk.press("Ondertekenen")
    expect(story.desk.page.locator("#errors")).to_contain_text("gaf nog geen akkoord op plan")
    assert story.desk.page.title().startswith("Fout:")


def agree(story: Story) -> None:
    """The client reads the plan in plain words, asks, gets an answer, and agrees to this very version."""
    phone, desk = story.phone, story.desk
    phone.go("/my/")
    phone.press("Plan lezen")
    phone.see()
    for words in ("achte bewegingen van je rug", "Een uur zitten op het werk", "6"):
        assert words in phone.text
    phone.fill(decision="question", words="Mag ik blijven fietsen?")
    phone.press("Antwoord versturen")
    expect(phone.main).to_contain_text("Mag ik blijven fietsen?")
    assert "Mag ik blijven fietsen?" in story.today
    desk.fill(plan_answer_words="Ja, fietsen mag. Begin met een kwartier.")
    sign(desk)
    phone.go("/my/plan/")
    expect(phone.main).to_contain_text("Ja, fietsen mag. Begin met een kwartier.")
    phone.fill(decision="given")
    phone.press("Antwoord versturen")
    expect(phone.main.locator(".tag[data-tone=moss]")).to_be_visible()
    phone.see()


def treat(story: Story) -> None:
    """Now the session is signed; what was typed before is still there as a draft."""
    story.open_step("session")
    expect(story.desk.page.locator("[name=soep_s]")).to_have_value(said.session()["soep_s"])
    story.desk.see()
    sign(story.desk)
    assert "6" in story.today
    story.desk.see()


def change_the_plan(story: Story) -> None:
    """Version 2 shows the client what changed and asks again; until then version 1 counts."""
    story.open_step("plan")
    story.desk.fill(sessions_planned=8)
    sign(story.desk)
    assert "Behandelen mag volgens versie 1." in story.today
    story.phone.go("/my/plan/")
    expect(story.phone.main).to_contain_text("Wat er anders is dan in de vorige versie")
    assert "8" in story.phone.main.locator("[aria-labelledby=changes]").inner_text()
    story.phone.see()
    story.sign("session")
    story.phone.fill(decision="given")
    story.phone.press("Antwoord versturen")
    assert "Behandelen mag volgens versie 2." in story.today


def evaluate_and_close(story: Story) -> None:
    """Goals against the start; then goals reached, and a plan to stay well."""
    story.sign("evaluation")
    story.open_step("closing")
    fill_in(
        story.desk,
        "closing",
        own_warning_signs="Stijf bij het opstaan.",
        flare_up_days="Rustig blijven bewegen.",
        keep_moving="Elke dag een half uur lopen.",
    )
    story.desk.see()
    sign(story.desk)
    assert "Afgesloten op" in story.today
    story.desk.see()


def read_the_own_dossier(story: Story) -> None:
    """The client reads all of it in plain sentences, and who looked."""
    phone = story.phone
    phone.go("/my/record/")
    phone.see()
    for title in ("Screening", "Lichamelijk onderzoek", "Behandelplan", "Evaluatie", "Afronden"):
        assert title in phone.text
    phone.main.get_by_role("link", name="Afronden").first.click()
    assert "Stijf bij het opstaan." in phone.text
    phone.see()
    phone.go("/my/looks/")
    assert "Bram Visser" in phone.text
    assert "Niemand die je niet behandelt, opende je dossier." in phone.text
    phone.see()


def write_to_the_gp(story: Story, folder: Path) -> None:
    """Refused without consent to share; then a PDF with the agreed rubrics, kept exactly as sent."""
    desk = story.desk
    desk.go(story.episode)
    desk.press("Brief aan de huisarts")
    desk.fill(consent_share_gp="refused", letter_kind="final", letter_urgency="information")
    desk.fill(letter_request="Ter informatie.", letter_told="Besproken wat helpt bij een terugval.")
    desk.see()
    desk.press("Ondertekenen")
    expect(desk.page.locator("#errors")).to_contain_text("geen toestemming")
    desk.fill(consent_share_gp="granted")
    sign(desk)
    desk.follow("Brief aan de huisarts")
    desk.press("Naar de brief")
    desk.see()
    desk.press("Vraag de cliënt te lezen")
    expect(desk.main).to_contain_text("Nog niet; gevraagd op")
    let_the_client_read_it(story)
    desk.page.reload()
    expect(desk.main).to_contain_text("De cliënt vindt deze brief goed.")
    desk.see()
    desk.press("Brief maken (PDF)")
    desk.see()
    text = download(desk, folder / "letter.pdf")
    for words in ("Fenna Rademaker", "Ter informatie.", "S. Aydin", "Bram Visser", "toestemming", "Dank voor alles."):
        assert words in text
    desk.fill(way="secure_mail")
    desk.main.locator("form button").last.click()
    expect(desk.main).to_contain_text("Verstuurd op")
    assert not desk.page.locator("[name=way]").count()
    assert download(desk, folder / "sent.pdf") == text


def let_the_client_read_it(story: Story) -> None:
    """The client reads the letter before it goes, and adds a line."""
    phone = story.phone
    phone.go("/my/")
    phone.press("Lees de brief")
    phone.see()
    phone.press("Antwoord versturen")
    expect(phone.page.locator("#errors")).to_be_focused()
    phone.see()
    phone.fill(decision="letter_goes", line="Dank voor alles.")
    phone.press("Antwoord versturen")
    expect(phone.main).to_contain_text("Jij zei dat de brief weg mag.")
    phone.see()


def download(desk: Watched, path: Path) -> str:
    """Save the PDF that stands on the page; its text, on one line."""
    with desk.page.expect_download() as coming:
        # Chromium shows a PDF itself; a link with `download` saves it as it came.
        desk.main.locator("a[href$='/pdf/']").evaluate("link => { link.download = ''; link.click() }")
    coming.value.save_as(path)
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def test_a_passkey_alone_opens_the_own_record(window: Open, house: House) -> None:
    desk, phone = window(DESK), window(PHONE, House(f"http://localhost:{house.port}", house.data))
    desk.log_in("samira@aandevest.example")
    register(desk, "Ilse", "Vermeer", "ilse@example.org")
    code = invite(desk, "Ilse Vermeer")
    give_authenticator(phone)
    open_invitation(phone, phone.house, "ilse@example.org", "1979-06-30", code)
    phone.press("Een passkey maken")
    phone.see()
    phone.press("Mijn passkey maken")
    keep_recovery_codes(phone)
    assert phone.heading.endswith(", Ilse.")
    phone.page.context.clear_cookies()
    phone.go("/my/")
    phone.press("Inloggen met een passkey")
    expect(phone.page.locator("h1")).to_have_text(re.compile(r", Ilse\.$"))


def register(desk: Watched, given_name: str, family_name: str, email: str) -> None:
    """A new client from nothing, with an open episode."""
    desk.press("Nieuwe cliënt")
    desk.fill(given_name=given_name, family_name=family_name, born_on="1979-06-30", sex="F", email=email)
    desk.fill(complaint="low_back_pain", language="nl")
    desk.press("Inschrijven")
    desk.page.wait_for_url(re.compile(r"/desk/episodes/[^/]+/$"))


def give_authenticator(phone: Watched) -> None:
    """A phone that makes passkeys and knows its owner by a finger."""
    wire = phone.page.context.new_cdp_session(phone.page)
    wire.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_niet_pluis_waits_for_the_gp_and_the_phone_call_is_recorded(window: Open, house: House) -> None:
    story = Story(window(PHONE), window(DESK), house)
    desk = story.desk
    desk.log_in("samira@aandevest.example")
    register(desk, "Ruud", "Zomer", "ruud@example.org")
    story.episode = desk.path
    story.open_step("screening")
    tap_none(desk)
    desk.fill(said.as_posted("screening", said.niet_pluis(own_urgency="gp_same_day")))
    sign(desk)
    desk.see()
    for form in ("intake", "plan", "session"):
        story.open_step(form)
        expect(desk.main.get_by_role("button", name="Ondertekenen")).to_be_disabled()
        assert "niet-pluis" in desk.main.locator("#refusal").inner_text()
    desk.go(story.episode)
    desk.press("Brief aan de huisarts")
    fill_in(desk, "letter_gp")
    desk.press("Ondertekenen")
    expect(desk.page.locator("#errors")).to_contain_text("telefoon")
    story.sign("gp_call")
    story.open_step("letter_gp")
    sign(desk)
    story.open_step("screening")
    tap_none(desk)
    fill_in(
        desk,
        "screening",
        gp_answer_received=True,
        gp_answer="Onderzocht, geen ernstige oorzaak.",
        gp_answer_on=said.in_days(0),
    )
    sign(desk)
    story.open_step("intake")
    expect(desk.main.get_by_role("button", name="Ondertekenen")).to_be_enabled()
