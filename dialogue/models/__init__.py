"""Tables, a noun per file; the rules of one row are methods beside its fields."""
