"""The demo: three Dutch dialogues about care, each in another stage, in words of our own."""
