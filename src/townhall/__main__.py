"""``python -m townhall`` is ``townhall``."""

from townhall.interfaces.cli import main

main()
