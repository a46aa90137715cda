"""What pages show, a noun per file: plain reads that return rows or small frozen dataclasses."""
