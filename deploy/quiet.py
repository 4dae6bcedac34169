import logging

import structlog


def quiet() -> None:
    """Nothing is logged at a terminal: sentences are enough there."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.disable(logging.CRITICAL)
