"""The record of a dialogue and its rules: tables, states, decks, support; no session, no web."""
