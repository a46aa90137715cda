"""Make PDF files of pages of ours: letters, sheets with codes, posters.

It knows templates, paper and fonts, and nothing of dialogues or the database.
"""
