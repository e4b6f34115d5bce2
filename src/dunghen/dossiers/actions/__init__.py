"""What is done to a dossier: one function a verb, one transaction. All raise rules.Refused."""

from dunghen.dossiers.actions.answers import Said, confirm_cause, give_cause, rate
from dunghen.dossiers.actions.consulting import consult, opinion_due, record_opinion, tell_late_opinion
from dunghen.dossiers.actions.dossier import (
    apologise,
    ask_for_papers,
    assign,
    complete_papers,
    correct_time,
    finish_step,
    give_back,
    pause,
    pay,
    refuse,
    request_payment,
    resolve,
    resume,
    stop,
    withdraw,
)
from dunghen.dossiers.actions.forwarding import forward, take_over
from dunghen.dossiers.actions.papers import draft, result_of, send, send_back, sign
from dunghen.dossiers.actions.times import approve_times, confirm_times, enter_times, reject_times

__all__ = (
    "Said",
    "apologise",
    "approve_times",
    "ask_for_papers",
    "assign",
    "complete_papers",
    "confirm_cause",
    "confirm_times",
    "consult",
    "correct_time",
    "draft",
    "enter_times",
    "finish_step",
    "forward",
    "give_back",
    "give_cause",
    "opinion_due",
    "pause",
    "pay",
    "rate",
    "record_opinion",
    "refuse",
    "reject_times",
    "request_payment",
    "resolve",
    "result_of",
    "resume",
    "send",
    "send_back",
    "sign",
    "stop",
    "take_over",
    "tell_late_opinion",
    "withdraw",
)
