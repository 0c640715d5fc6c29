"""What kind of answer a question asks for, and which attribute of something."""

from __future__ import annotations

import pytest
from understanding import Understand

from townhall.model import Kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who supports us in Slovenia?", Kind.SUPPORT),
        ("pomoč", Kind.SUPPORT),
        ("support?", Kind.SUPPORT),
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
        ("what number do we ring for help with an application in Malta?", Kind.CONTACT),
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


def test_a_request_after_thanks_is_one(understand: Understand) -> None:
    """Thanks before a request are not all that is said."""
    query = understand("Who can a Dutch town speak to?", "thanks, could you also give me the telephone number of that gentleman")
    assert (query.kind, query.values("place")) == (Kind.CONTACT, ("NL",))


def test_a_kind_is_searched_for_whatever_word_asks_for_it(understand: Understand) -> None:
    """A question for a duration in another language looks for one, though none of its words is that of the lexicon's entry."""
    assert "duration" in understand("Kauanko hankintapalvelujen arvioidaan kestävän?").search_text


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
    "question",
    ["under which number can i reach him", "and the number to ring him on?", "Name and phone number please", "Can I call someone?"],
)
def test_a_number_to_call_is_a_telephone_number(understand: Understand, question: str) -> None:
    """A number that is called is a telephone number, and no question of how many."""
    query = understand("Who is the contact of the VNG?", question)
    assert (query.kind, "phone" in query.values("attribute")) == (Kind.CONTACT, True)


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


def test_what_something_is_done_with_regard_to_is_not_asked_for(understand: Understand) -> None:
    """Money that is but what something is done with regard to asks for no amount."""
    assert "money" not in understand("What does the European Commission do with regard to the budget and to new laws?").values("attribute")


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
