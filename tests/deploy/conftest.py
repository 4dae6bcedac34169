import os

# They take half an hour and an engine: `make test-deploy`.
collect_ignore = [] if os.environ.get("TEST_DEPLOY") else ["compose"]
