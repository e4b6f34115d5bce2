"""Inspections: by plan with a team, by surprise, and audits: three records that are never mixed."""
