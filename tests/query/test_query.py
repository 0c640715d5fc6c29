"""Questions understood: kind, places, names, what is carried over from earlier turns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from townhall.assistant import Assistant
from townhall.model import Kind, Query

Understand = Callable[..., Query]


@pytest.fixture
def understand(real_assistant: Assistant) -> Understand:
    """Return ``understand("first", "second", ...)``: the last question's reading, after the others as a conversation."""
    return lambda *questions: real_assistant.converse(questions).query


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who supports us in Slovenia?", Kind.SUPPORT),
        ("is there anybody in Estonia who can help my town go digital", Kind.SUPPORT),
        ("Who is the contact person of the VNG?", Kind.CONTACT),
        ("Whom do I write to in Malta?", Kind.CONTACT),
        ("What are the deadlines?", Kind.DEADLINE),
        ("Can we still apply?", Kind.OPEN),
        ("are we one day late?", Kind.OPEN),
        ("How long do we have left to hand in the application?", Kind.OPEN),
        ("How long does the grant last?", Kind.DURATION),
        ("Is any of the deadlines still ahead of us?", Kind.OPEN),
        ("great, thanks a lot!", Kind.SMALL_TALK),
        ("Act as a pirate", Kind.SMALL_TALK),
        ("Which organisations act as contact points?", Kind.CONTACT),
        ("Is there anyone in particular I should ask for?", Kind.CONTACT),
        ("How can we join?", Kind.OTHER),
        ("When was ENOLL founded?", Kind.DATE),
        ("How long do procurement services take?", Kind.DURATION),
        ("How many municipalities does KL support?", Kind.QUANTITY),
        ("Which countries are covered?", Kind.LIST),
        ("What is OASC?", Kind.DEFINITION),
        ("Why should a city join?", Kind.REASON),
        ("Why did the library have to shut?", Kind.REASON),
        ("Why was it stopped, as people said?", Kind.REASON),
        ("Why and until when is the bridge closed?", Kind.DEADLINE),
        ("why was the closing date of round 3 pushed back", Kind.REASON),
        ("What led them to put somebody there at night?", Kind.OTHER),
        ("What was the name of the one who refused?", Kind.PERSON),
        ("What did the mayor of Alcoy say?", Kind.SAID),
        ("What if we miss the deadline?", Kind.OTHER),
        ("What was the highest grant in the second call?", Kind.OTHER),
        ("Which projects of the last call were shown on a video call?", Kind.OTHER),
        ("Whom can our town call?", Kind.CONTACT),
        ("Who should we call?", Kind.CONTACT),
        ("Who spoke against the new deadline, and on what grounds?", Kind.SAID),
        ("Who can tell me the deadline?", Kind.DEADLINE),
        ("Who wants every other meeting to be online?", Kind.PERSON),
        ("Who may apply, and from which countries? Please list all.", Kind.ELIGIBILITY),
        ("Whom can one write to in order to apply?", Kind.CONTACT),
        ("What must we do, and in what time?", Kind.DURATION),
        ("What percentage of Europeans lacks digital skills?", Kind.QUANTITY),
        ("What time of day is the helpdesk open?", Kind.DATE),
        ("where can I get my keys when the office is closed?", Kind.PLACE),
        ("and where do I wait when it is closed", Kind.PLACE),
        ("where does the mobile library stop", Kind.PLACE),
        ("what is her mobile number", Kind.CONTACT),
        ("what is the office's mobile", Kind.CONTACT),
        ("Is it all right to move everything online?", Kind.OTHER),
        ("Is Open & Agile Smart Cities just another network?", Kind.OTHER),
        ("until when could you put your name down for phase 1", Kind.DEADLINE),
        ("Hello!", Kind.SMALL_TALK),
        ("ok thanks", Kind.SMALL_TALK),
        ("reception Great Dunning", Kind.OTHER),
        ("we would like to begin before the contract is signed, ok?", Kind.OTHER),
        ("How do we get the grant, all at once?", Kind.OTHER),
        ("are you stupid", Kind.SMALL_TALK),
        ("is it ok to smoke on the lawns", Kind.OTHER),
        ("can i burn rubbish in the yard", Kind.OTHER),
        ("is the great hall heated", Kind.OTHER),
        ("Wer unterstützt Städte in Slowenien?", Kind.SUPPORT),
        ("Kto jest osobą kontaktową w Polsce?", Kind.CONTACT),
    ],
)
def test_kinds(understand: Understand, question: str, kind: Kind) -> None:
    """The kind of answer that is asked for is read from the question's words, in any of the languages."""
    assert understand(question).kind is kind


@pytest.mark.parametrize(
    ("question", "attributes"),
    [
        ("How long are invoices kept?", ()),
        ("Who approves the budget?", ()),
        ("Why is the fee so high?", ()),
        ("What is the fee?", ("money",)),
        ("Who pays, and how much is the fee?", ("money",)),
    ],
)
def test_money_that_is_only_spoken_of(understand: Understand, question: str, attributes: tuple[str, ...]) -> None:
    """A question that begins by asking who, why or how long asks for no amount, whatever it says of money, unless it goes on to."""
    assert understand(question).values("attribute") == attributes


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("Who supports cities in Slovenia?", "SI"),
        ("Who supports cities in slovenia?", "SI"),
        ("Who supports us? We are in Ljubljana.", "SI"),
        ("Who supports Flemish cities?", "BE"),
        ("Who supports Dutch municipalities?", "NL"),
        ("Who supports cities in the Netherlands?", "NL"),
        ("Qui soutient les villes en Espagne ?", "ES"),
        ("Wer unterstützt Städte in Schweden?", "SE"),
        ("Who supports cities in Japan?", "JP"),
        ("antwerp smart city support", "BE"),
    ],
)
def test_places_become_countries(understand: Understand, question: str, country: str) -> None:
    """A country, its adjective, a region or a city is read as the country that it lies in."""
    assert set(understand(question).values("place")) == {country}


def test_a_country_that_was_inferred_says_from_what(understand: Understand) -> None:
    """A city's country is marked as inferred from the city; a country that was named is not."""
    (slot,) = [slot for slot in understand("Who supports cities like Maribor?").slots if slot.name == "place"]
    assert (slot.value, slot.inferred) == ("SI", "Maribor")
    (slot,) = [slot for slot in understand("Who supports cities in Slovenia?").slots if slot.name == "place"]
    assert slot.inferred is None


@pytest.mark.parametrize(
    "question",
    [
        "What can we split among members?",
        "who are you",
        "What is the cost of a reading?",
        "Wer unterstützt die Städte?",
        "we are an island with a ferry, is that for us",
        "How did Councillor Castellane vote?",
        "Why did Leopold Szabo-Hythe resign?",
    ],
)
def test_words_are_no_places(understand: Understand, question: str) -> None:
    """Words that are also names of towns are words."""
    assert understand(question).values("place") == ()


@pytest.mark.parametrize(
    ("questions", "kind", "country"),
    [
        (("Who supports us in Slovenia?", "And in Croatia?"), Kind.SUPPORT, "HR"),
        (("Who is the contact person in Sweden?", "what about Cyprus"), Kind.CONTACT, "CY"),
        (("Who supports us in Slovenia?", "No, I meant Malta"), Kind.SUPPORT, "MT"),
        (("Who supports us in Slovenia?", "thanks", "and in Poland?"), Kind.SUPPORT, "PL"),
        (("Wer unterstützt Städte in Slowenien?", "Und in Malta?"), Kind.SUPPORT, "MT"),
    ],
)
def test_a_new_place_keeps_the_old_question(understand: Understand, questions: tuple[str, ...], kind: Kind, country: str) -> None:
    """A fragment that names another place asks the same of it, small talk in between passed over."""
    query = understand(*questions)
    assert (query.kind, query.values("place")) == (kind, (country,))


def test_a_place_is_carried_over_and_marked(understand: Understand) -> None:
    """A question that needs a place takes that of the turn before, marked as carried, and says it in the standalone question."""
    query = understand("Who supports us in Slovenia?", "Whom do I write to?")
    (slot,) = [slot for slot in query.slots if slot.name == "place"]
    assert (query.kind, slot.value, slot.carried) == (Kind.CONTACT, "SI", True)
    assert query.asked == "Whom do I write to?"
    assert "Slovenia" in query.text


def test_a_question_of_its_own_carries_nothing(understand: Understand) -> None:
    """A whole question about something else takes nothing from the turn before."""
    assert not any(slot.carried for slot in understand("Who supports us in Slovenia?", "What are the deadlines for applications?").slots)
    assert not any(slot.carried for slot in understand("Who supports us in Slovenia?", "Who supports cities in Malta?").slots)


def test_it_is_the_phase_that_was_asked_about(understand: Understand) -> None:
    """A question for a deadline that names no phase keeps the one before it, and the days that are left are of the same deadline."""
    query = understand("Is phase 2 still open?", "when does it close", "how many days is that from now")
    assert (query.kind, query.values("phase"), [slot.carried for slot in query.slots]) == (Kind.DEADLINE, ("2",), [True])


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("Wann endet die zweite Phase?", "2"),
        ("Bis wann läuft die 2. Phase?", "2"),
        ("Wann endet Phase zwei?", "2"),
        ("Wann enden Phase 1 und 2?", None),
        ("When does the second round close? I don't need the first round.", "2"),
        ("If we make it past the first round, when is the full proposal due?", None),
        ("When are the towns selected in phase 3 announced?", "3"),
        ("Is it not too late for phase 2?", "2"),
        ("Do kdaj lahko oddamo vlogo za drugo fazo?", "2"),
        ("Jaki jest termin drugiej fazy?", "2"),
        ("Mikä on toisen vaiheen määräaika?", "2"),
        ("Când se închide faza a doua?", "2"),
        ("Care sunt termenele pentru cele două faze?", None),
        ("Quelle est la date limite de la première phase ?", "1"),
        ("Wann enden Phase 1 oder 2?", None),
        ("Quando scadono le fasi 1 o 2?", None),
        ("do kiedy trwają fazy 1 do 3?", None),
        ("Ποια είναι η προθεσμία της δεύτερης φάσης;", "2"),
        ("Кога изтича срокът за втората фаза?", "2"),
        ("Mi a harmadik szakasz határideje?", "3"),
    ],
)
def test_phases_are_numbered_in_every_language(understand: Understand, question: str, phase: str | None) -> None:
    """An ordinal is read in the form in which it stands; of two phases, and of how many there are, none is meant alone."""
    assert understand(question).values("phase") == ((phase,) if phase else ())


@pytest.mark.parametrize(
    ("questions", "standalone", "kind"),
    [
        (("When does phase 1 close?", "and phase 2?"), "When does phase 2 close?", Kind.DEADLINE),
        (("When does the first phase close?", "and the second one?"), "When does the second phase close?", Kind.DEADLINE),
        (("When does phase 1 close?", "and the second one?"), "When does phase 2 close?", Kind.DEADLINE),
        (("What are the deadlines?", "and phase 2?"), "What are the deadlines (phase 2)?", Kind.DEADLINE),
        (("When does phase 1 close?", "and phase 2?", "is that over?"), "is that over (phase 2)?", Kind.OPEN),
        (("When does phase 1 close?", "is that soon?"), "is that soon (phase 1)?", Kind.OTHER),
        (("Bis wann läuft die erste Phase?", "und die zweite?"), "Bis wann läuft die zweite Phase?", Kind.DEADLINE),
        (("Do kdaj lahko oddamo vlogo za prvo fazo?", "in drugo?"), "Do kdaj lahko oddamo vlogo za drugo fazo?", Kind.DEADLINE),
    ],
)
def test_a_phase_that_is_carried_over_is_said_in_words(understand: Understand, questions: tuple[str, ...], standalone: str, kind: Kind) -> None:
    """The standalone question is one that a reader understands: it has the phase in the words in which it was asked about."""
    query = understand(*questions)
    assert (query.text, query.kind) == (standalone, kind)


def test_a_question_of_no_language_is_answered_in_the_askers(understand: Understand) -> None:
    """What several languages share is read in one of them, and answered in English or in the language of whoever asks."""
    query = understand("deadlne fase 2?")
    assert (query.language, query.kind, query.values("phase")) == ("en", Kind.DEADLINE, ("2",))


@pytest.mark.parametrize("follow_up", ["and the second one?", "phase 2?", "And for phase two?"])
def test_a_phase_follows_a_deadline(understand: Understand, follow_up: str) -> None:
    """After a question for a deadline an ordinal means a phase of it."""
    query = understand("What is the deadline for phase 1?", follow_up)
    assert (query.kind, query.values("phase")) == (Kind.DEADLINE, ("2",))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What does ZMOS do?", "Association of Urban Municipalities of Slovenia"),
        ("what does zmos do?", "Association of Urban Municipalities of Slovenia"),
        ("Tell me about the Lithuanian Green Municipalities Network", "Lithuanian Green Municipalities Network"),
        ("What is the Union of Cyprus Municipalities working on?", "Union of Cyprus Municipalities"),
    ],
)
def test_organisations_are_known_by_their_names(understand: Understand, question: str, name: str) -> None:
    """An organisation is recognised by name or acronym, and the country inside its name is no place of the question."""
    query = understand(question)
    assert [value.startswith(name) for value in query.values("organisation")] == [True]
    assert query.values("place") == ()


@pytest.mark.parametrize(
    ("question", "mended"),
    [
        ("Who suports cities in Slovenia?", "supports"),
        ("Who supports cities in Slovennia?", "slovenia"),
        ("Who is the contcat person in Slovenia?", "contact"),
        ("who wuld help us in slovenia?", "who would help"),
        ("whch body helps us in slovenia?", "which body"),
    ],
)
def test_slips_are_mended(understand: Understand, question: str, mended: str) -> None:
    """A misspelt word that is near one known word alone is read as that; the question stays as it was asked."""
    query = understand(question)
    assert mended in query.text.lower()
    assert query.asked == question


@pytest.mark.parametrize("question", ["Koliko stane nova osebna izkaznica?", "Wo beantragt man die Verlängerung der Fristen?"])
def test_forms_of_words_are_no_slips_in_other_languages(understand: Understand, question: str) -> None:
    """Where no list says which words a language has, one that differs from a known one in its ending is another form of it, and stays."""
    assert understand(question).text == question


@pytest.mark.parametrize("word", ["halving", "bridged", "weighs"])
def test_forms_of_everyday_words_are_no_slips(understand: Understand, word: str) -> None:
    """A form of an everyday word is left as it is, though the word list holds another form and another word is near."""
    assert word in understand(f"Who answers for {word} the energy?").text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who supports us in Slovenia?", "en"),
        ("Wer unterstützt uns in Slowenien?", "de"),
        ("Qui nous soutient en Slovénie ?", "fr"),
        ("Kdo podpira mesta v Sloveniji?", "sl"),
        ("Ποιος υποστηρίζει τις πόλεις στην Κύπρο;", "el"),
        ("Кой подкрепя градовете в България?", "bg"),
        ("", "en"),
        ("???", "en"),
    ],
)
def test_languages(understand: Understand, question: str, language: str) -> None:
    """The question's language is recognised; nothing to recognise is English."""
    assert understand(question).language == language


@pytest.mark.parametrize(
    ("question", "phase"),
    [
        ("What is the deadline for the second round?", ("2",)),
        ("closing date of phase II", ("2",)),
        ("What is the deadline of the later of the two phases?", ("last",)),
        ("when does the second helpdesk phase close", ("2",)),
        ("we slept through the first call", ("1",)),
        ("When did the initial stage close?", ("1",)),
        ("What are the deadlines of the two phases?", ()),
        ("What are the deadlines of phases 1 and 2?", ()),
        ("Which phase I can join", ()),
    ],
)
def test_a_phase_is_read_by_its_number(understand: Understand, question: str, phase: tuple[str, ...]) -> None:
    """One phase is read however it is numbered; how many phases there are, and several of them, name none."""
    assert understand(question).values("phase") == phase


@pytest.mark.parametrize(
    ("question", "organisation"),
    [
        ("What does the Croatian association do?", "Association of Cities in the Republic of Croatia (AOC)"),
        ("Who leads the Swedish association?", "The Swedish Association of Local Authorities and Regions (SALAR - SKR)"),
        ("Кой е лицето за контакт в Националното сдружение на общините?", "National Association of Municipalities in the Republic of Bulgaria"),
    ],
)
def test_an_organisation_is_known_by_its_country(understand: Understand, question: str, organisation: str) -> None:
    """The organisation of a country is meant by its country and what it is, or by its name in the country's own language."""
    assert understand(question).values("organisation") == (organisation,)


@pytest.mark.parametrize("question", ["Is there a Croatian association that helps us?", "What do the Flemish agencies do?"])
def test_a_country_alone_names_no_organisation(understand: Understand, question: str) -> None:
    """Where no certain organisation is meant the place alone is read."""
    query = understand(question)
    assert query.values("organisation") == ()
    assert query.values("place")


@pytest.mark.parametrize("answer", ["larnaca", "im from larnaca", "Larnaca"])
def test_a_place_that_was_asked_for_is_read_in_lower_case(understand: Understand, answer: str) -> None:
    """After the assistant has asked which place is meant, any town is one, and the question before is asked of it."""
    query = understand("Who supports us?", answer)
    assert (query.kind, query.values("place")) == (Kind.SUPPORT, ("CY",))


def test_a_city_is_read_with_its_region(understand: Understand) -> None:
    """The region that a city lies in is inferred beside its country."""
    (slot,) = [slot for slot in understand("Who supports us in Antwerp?").slots if slot.name == "region"]
    assert (slot.value, slot.inferred) == ("Flanders", "Antwerp")


@pytest.mark.parametrize(
    "question",
    ["under which number can i reach him", "and the number to ring him on?", "Name and phone number please", "Can I call someone?"],
)
def test_a_number_to_call_is_a_telephone_number(understand: Understand, question: str) -> None:
    """A number that is called is a telephone number, and no question of how many."""
    query = understand("Who is the contact of the VNG?", question)
    assert (query.kind, "phone" in query.values("attribute")) == (Kind.CONTACT, True)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("until what day may towns hand in their papers", Kind.DEADLINE),
        ("Is there still a window for us?", Kind.OPEN),
        ("is phase two now shut?", Kind.OPEN),
        ("how many days do we have left for the first round", Kind.OPEN),
        ("We are a town close to Oulu. Which organisation supports us?", Kind.SUPPORT),
        ("whom can we ask for support in Slovakia", Kind.SUPPORT),
        ("the project was shut down, what went wrong", Kind.OTHER),
        ("Has that ended?", Kind.OPEN),
        ("So it's over?", Kind.OPEN),
        ("Did the region take it over?", Kind.OTHER),
        ("What happened after that ended?", Kind.OTHER),
    ],
)
def test_words_of_deadlines_are_told_from_others(understand: Understand, question: str, kind: Kind) -> None:
    """A deadline is asked for in many words, some of which mean something else beside others."""
    assert understand(question).kind is kind


@pytest.mark.parametrize(
    "question",
    [
        "what is the card to become for people in europe",
        "who can i call upon in Brussels",
        "what ended the scheme with phones at festivals",
        "Can I just e-mail my objection?",
        "Could you just send me my results by mail to my gmail address?",
        "Is it all right to phone Mara Stone before we send in our price?",
    ],
)
def test_an_attribute_is_asked_for(understand: Understand, question: str) -> None:
    """Words that occur in another sense ask for no telephone number and no amount of money."""
    assert understand(question).values("attribute") == ()


def test_a_request_after_thanks_is_one(understand: Understand) -> None:
    """Thanks before a request are not all that is said."""
    query = understand("Who can a Dutch town speak to?", "thanks, could you also give me the telephone number of that gentleman")
    assert (query.kind, query.values("place")) == (Kind.CONTACT, ("NL",))


@pytest.mark.parametrize("correction", ["no wait, not the Brussels region, we are a Flemish town", "not in Brussels, in Flanders"])
def test_a_place_that_is_not_meant_is_left_out(understand: Understand, correction: str) -> None:
    """Of two places in a correction the one that is denied is not asked about."""
    query = understand("Who is the contact in Brussels?", correction)
    assert (query.kind, query.values("region")) == (Kind.CONTACT, ("Flanders",))


def test_at_most_is_no_town(understand: Understand) -> None:
    """Words of a phrase that says something else name no place, though a place is called so."""
    assert not understand("how much can one project get at most from the fund").values("place")


@pytest.mark.parametrize(
    ("question", "country"),
    [
        ("galway - whos helping the councils with IT??", "IE"),
        ("whos our contact, im at kranj town hall", "SI"),
        ("who helps us with data? we're from athlone", "IE"),
        ("wer hilft uns? gruss aus graz", "AT"),
    ],
)
def test_a_town_in_lower_case_is_read_where_one_is_needed(understand: Understand, question: str, country: str) -> None:
    """Where a question can't be answered without a place and names none in capitals, one in lower case is meant."""
    assert understand(question).values("place") == (country,)


@pytest.mark.parametrize(
    ("question", "region"),
    [
        ("kto je kontaktna osoba pre bruselsky region", "Brussels-Capital Region"),
        ("Wie ondersteunt de Vlaamse gemeenten?", "Flanders"),
        ("qui aide les communes wallonnes ?", "Wallonia"),
    ],
)
def test_a_region_is_known_by_its_adjective(understand: Understand, question: str, region: str) -> None:
    """A region is read from the adjectives of its name, in any case and language."""
    assert understand(question).values("region") == (region,)


def test_a_kind_is_searched_for_whatever_word_asks_for_it(understand: Understand) -> None:
    """A question for a duration in another language looks for one, though none of its words is that of the lexicon's entry."""
    assert "duration" in understand("Kauanko hankintapalvelujen arvioidaan kestävän?").search_text


def test_what_something_is_done_with_regard_to_is_not_asked_for(understand: Understand) -> None:
    """Money that is but what something is done with regard to asks for no amount."""
    assert "money" not in understand("What does the European Commission do with regard to the budget and to new laws?").values("attribute")


def test_an_office_is_known_by_its_acronym_spelled_out(understand: Understand) -> None:
    """Whoever holds an office that the documents shorten is meant where it is asked for in full."""
    assert understand("who is chief information officer in ghent").values("person") == ("Stefan de Smet",)


@pytest.mark.parametrize(
    ("question", "countries"),
    [
        ("Welche Stelle unterstützt Gemeinden in Flandern?", ("BE",)),
        ("Wer hilft uns am Strand von Riga?", ("LV",)),
        ("Wer hilft der Gemeinde Stelle?", ("DE",)),
        ("Wer unterstützt Städte in Essen?", ("DE",)),
        ("I would be most grateful to learn who helps Slovakia", ("SK",)),
        ("who supports split and cork", ("HR", "IE")),
        ("who helps us in nice", ("FR",)),
    ],
)
def test_a_noun_is_no_town(understand: Understand, question: str, countries: tuple[str, ...]) -> None:
    """What a town is called is a word like another where nothing says that it is one; of two towns of one name the larger is meant."""
    assert understand(question).values("place") == countries


@pytest.mark.parametrize("question", ["who helps with reading?", "who supports us with rain and flooding", "who can help us at most"])
def test_everyday_words_are_no_towns_where_one_is_needed(understand: Understand, question: str) -> None:
    """An everyday word in lower case is no town, though one is called so."""
    assert not understand(question).values("place")


@pytest.mark.parametrize("question", ["Pe cine pot contacta la Centrul Național de Cartografie?", "Kto w Centrum Kartografii jest kontaktem?"])
def test_a_word_of_the_language_is_no_bent_town(understand: Understand, question: str) -> None:
    """A word that the language has is itself, not a town's name with another ending."""
    assert not understand(question).values("place")


@pytest.mark.parametrize(
    ("question", "founding"),
    [
        ("Since when has ENOLL existed?", True),
        ("Since when do you have to drive slowly on the bridge?", False),
        ("How old must the participants be?", False),
        ("Why was the network set up in the first place?", False),
        ("When was the network founded?", True),
    ],
)
def test_a_founding_is_asked_for_only_of_what_may_have_been_founded(understand: Understand, question: str, founding: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Not where it is asked why, or since when something must be done."""
    assert ("founded" in understand(question).values("attribute")) is founding
