"""How often somebody may try to sign in, or look results up, before being made to wait."""

from datetime import timedelta

GUESSES = 5
LOCKED = timedelta(minutes=5)  # after so many wrong passwords or codes of one account
PAUSED = timedelta(minutes=1)  # the window of every other limit
# Many officers share the address of their agency: an address may try more often than an account.
RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": f"60/m/ip,{GUESSES}/{LOCKED.seconds}s/key",
    "reauthenticate": "10/m/user",
    "change_password": "10/m/user",
    # by nobody known: codes are not to be guessed, and a check of a file takes the server a while
    "look_up": "30/m/ip",
    "check_file": "10/m/ip",
}
