"""Who took part, from rows to figures that may be shown: read as arrays, computed, made safe.

Knows the tables and ``participation``; no page reads from here. The door is
``app.usecases.participation``; what comes out is ``app.queries.participation_figures``.
"""
