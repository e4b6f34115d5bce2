"""The command line: composes the rooms. Data goes to stdout, messages in Vietnamese to stderr;
exit 0 done, 1 findings, 2 bad input, 3 refused."""

# Commands that read files and nothing else: no server is started for them.
WITHOUT_DATABASE = frozenset({"proof", "read"})
