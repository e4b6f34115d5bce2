"""What is done to inspections, visits and audits; nothing else writes their tables."""
