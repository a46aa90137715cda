"""Doors: a folder per kind of visitor; each route parses, calls one use case and renders."""
