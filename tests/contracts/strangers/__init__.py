"""Programs of others, which know a city by docs/asyncapi.yaml alone and import nothing of ours."""
