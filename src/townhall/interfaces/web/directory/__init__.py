"""What the directory is made of: the organisations with their contacts and quotes, the map, the table as a file. No HTML here."""

from townhall.interfaces.directory import ContactState, Directory, Entry, Person, directory_of
from townhall.interfaces.web.directory.europe import Country, Europe, europe
from townhall.interfaces.web.directory.table import COLUMNS, csv_of

__all__ = ["COLUMNS", "ContactState", "Country", "Directory", "Entry", "Europe", "Person", "csv_of", "directory_of", "europe"]
