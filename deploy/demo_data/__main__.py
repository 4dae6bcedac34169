import argparse
import sys

import requests

from deploy import demo_data
from deploy.demo_data.api import DemoError
from deploy.demo_data.filling import Filling
from shared import settings
from shared.errors import Refusal


def main() -> None:
    arguments = argparse.ArgumentParser(description=demo_data.__doc__)
    arguments.add_argument("--city", required=True)
    arguments.add_argument("--url", required=True)
    given = arguments.parse_args()
    try:
        city = settings.load()
        if not city.demo:
            raise DemoError("This is not a demonstration: DEMO is not set, and demo data belongs nowhere else.")
        Filling(city, given.url.rstrip("/")).run()
    except (DemoError, settings.SettingsError) as error:
        sys.exit(str(error))
    except Refusal as refusal:
        sys.exit(f"A service refused: {refusal.code}.")
    except requests.RequestException:
        sys.exit(f"The pages at {given.url} can not be reached.")


if __name__ == "__main__":
    main()
