def position_words(group) -> str:
    return "among the next 3 schools"
