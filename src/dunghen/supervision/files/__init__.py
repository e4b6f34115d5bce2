"""The electronic files of tasks, of documents that give them, of inspections and audits."""
