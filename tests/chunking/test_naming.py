"""Which column of a table names what its rows are of."""

from __future__ import annotations

import pytest

from townhall.chunking.naming import naming_column

COUNTRIES = ["Croatia", "Finland", "Finland"]
MEMBERS = ["Otočni savez (OS)", "Saariliitto", "Öforum"]
PERSONS = ["Ana Kralj", "Aino Salo", ""]


@pytest.mark.parametrize(
    ("columns", "naming"),
    [
        pytest.param({"Country": COUNTRIES, "Member": MEMBERS, "Contact person": PERSONS}, "Member", id="beside countries"),
        pytest.param({"Country": ["Croatia", "Malta", "Finland"], "Member": MEMBERS, "Contact person": PERSONS}, "Member", id="one of each country"),
        pytest.param({"Country": COUNTRIES, "Acronym": ["OS", "SL", "OE"], "Member": MEMBERS}, "Member", id="acronyms before"),
        pytest.param(
            {"Country": COUNTRIES, "Name in English": ["Isle Union", "Skerry League", "Isle Forum"], "Member": MEMBERS}, "Member", id="in English"
        ),
        pytest.param({"Country": COUNTRIES, "Contact person": PERSONS, "Organisation": MEMBERS}, "Organisation", id="called so"),
        pytest.param(
            {"Country": COUNTRIES, "Member": MEMBERS, "Name": ["Ana Kralj", "Aino Salo", "Ulf Ek"], "Role": ["Head", "", ""]}, "Member", id="persons"
        ),
        pytest.param(
            {"Field": ["Crafts", "Crafts", "Music"], "Course": ["Sewing", "Weaving", "Choir"], "Fee": ["20", "30", "5"]}, "Course", id="groups"
        ),
        pytest.param({"Country": ["Croatia", "Malta"], "Capital": ["Zagreb", "Valletta"], "Inhabitants": ["3", "1"]}, None, id="no bodies"),
        pytest.param({"Country": COUNTRIES, "Contact person": ["Ana Kralj", "Aino Salo", "Ulf Ek"]}, None, id="persons alone"),
        pytest.param(
            {"Bin": ["Grey", "Grey", "Brown"], "Size": ["60 litres", "120 litres", "60 litres"], "Remark": ["Small", "Large", "For peel"]},
            None,
            id="sizes",
        ),
        pytest.param({"Town": ["Ayr", "Ayr", "Oban"], "What we do": ["We mend nets.", "We lend boats.", "We teach."]}, None, id="sentences"),
        pytest.param({"Course": ["Yoga", "Yoga", "Choir", "Chess"], "Teacher": ["Ann Ash", "Bo Elm", "Cy Fir", "Di Yew"]}, None, id="one held twice"),
        pytest.param({"Hall": ["Barn", "Cellar"], "Colour": ["Red", "Blue"]}, None, id="the first"),
    ],
)
def test_rows_are_named_by_what_tells_them_apart(columns: dict[str, list[str]], naming: str | None) -> None:
    """The column that is called a name, or the one of names beside countries or groups; none where the first column does."""
    assert naming_column(columns) == naming
