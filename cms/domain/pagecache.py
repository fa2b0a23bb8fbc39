def forget_pages() -> None:
    """Copies of public pages are no longer what a visitor should see."""
