"""`make bench` measures what docs/performance.md says. Nothing here is a test: figures depend on the machine."""
