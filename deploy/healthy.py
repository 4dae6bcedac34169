"""Says by its exit status whether an address answers well: `python -m deploy.healthy URL`, for health checks."""

import sys
import urllib.error
import urllib.request

TIMEOUT = 5


def main(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT):  # noqa: S310 the address is ours
            return 0
    except (urllib.error.URLError, OSError) as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
