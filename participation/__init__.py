"""How many take part, how diverse, who is missing: arrays in, frozen dataclasses out."""
