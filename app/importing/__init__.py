"""Readers of other systems' exports: files in, plain rows out; nothing is stored here."""
