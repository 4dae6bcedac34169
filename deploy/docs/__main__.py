from deploy.docs import DOCS, asyncapi, events, exchanged

PAGES = {
    DOCS / "events.md": events.page,
    DOCS / "asyncapi.yaml": asyncapi.page,
    DOCS / "exchange-messages.md": exchanged.page,
}


def main() -> None:
    for path, page in PAGES.items():
        path.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
