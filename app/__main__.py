"""`python -m app` is the command `samenspraak`."""

from app.cli import main

main()
