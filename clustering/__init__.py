"""Texts to vectors to clusters: arrays in, frozen dataclasses out; knows no database and no web."""
