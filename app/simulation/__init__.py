"""Made-up people who live a dialogue through the same use cases as a phone."""
