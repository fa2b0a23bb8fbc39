def find_establishment(urn: str):
    return None


def search_establishments(text: str) -> tuple:
    return ()
