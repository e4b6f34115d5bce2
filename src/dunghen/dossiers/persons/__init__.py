"""The applicant's own data, and who looked at it."""
