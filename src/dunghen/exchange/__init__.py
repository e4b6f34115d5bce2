"""The doors to the outside. Today: messages to applicants at each change of their dossier.

channel      by which way a message goes: sms, mail, zalo; a partner carries it (partners/)
wording      what a message says of an event, by the law of its day (law/messages.toml)
sweep        the worker reads the ledger from where it stopped and writes the messages that are due
"""
