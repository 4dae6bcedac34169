def pages_of(total: int, per_page: int) -> int:
    return -(-total // per_page)
