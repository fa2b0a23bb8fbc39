"""Money and days as booking writes them."""

from django import template

register = template.Library()


@register.filter
def pounds(pence: int) -> str:
    """£1,152 or £1,152.50: pennies only where there are some."""
    whole, rest = divmod(int(pence), 100)
    return f"£{whole:,}.{rest:02}" if rest else f"£{whole:,}"


@register.filter
def places_words(number: int) -> str:
    return "1 place" if number == 1 else f"{number} places"


@register.filter
def band_words(band) -> str:
    """What a cancellation in this band costs."""
    if band.percent == 0:
        return "nothing"
    return "the whole price" if band.percent == 100 else f"{band.percent} per cent of the price"
