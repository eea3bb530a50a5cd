"""`python -m ruggespraak` is the command `ruggespraak`."""

from ruggespraak.command import main

main()
