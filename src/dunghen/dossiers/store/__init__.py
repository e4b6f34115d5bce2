"""The store of papers of people and organisations, and what is asked of an applicant."""
