"""The only composer: web doors, database session, background jobs and the command line."""
