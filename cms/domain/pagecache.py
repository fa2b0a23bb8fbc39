def forget_pages() -> None:
    """What was kept of public pages is no longer true."""
