"""What people do, a noun per file: load, decide by the rules of ``dialogue``, store."""
