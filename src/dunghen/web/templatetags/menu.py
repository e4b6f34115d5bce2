"""The main menu of a page."""

from django import template
from django.template.context import Context

from dunghen.web.menu import Menu
from dunghen.web.menu import menu as menu_of

register = template.Library()


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> Menu:
    """What the reader may open; a page of failures, which knows nobody, shows what is for everybody."""
    request = context.get("request")
    return menu_of(request.path if request else "", context.get)
