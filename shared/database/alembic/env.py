"""Run by alembic with the connection that `shared.database.migrate` hands over; its search path is the schema."""

from alembic import context

attributes = context.config.attributes

# The two histories share a schema: each sees only its own tables when comparing.
messaging = attributes["version_table"] == "messaging_version"


def include_name(name, type_, parent_names):
    from shared.messaging.tables import metadata as messaging_metadata

    if type_ != "table":
        return True
    if name in ("version", "messaging_version"):
        return False
    return (name in messaging_metadata.tables) == messaging


context.configure(
    connection=attributes["connection"],
    target_metadata=attributes["target"],
    version_table=attributes["version_table"],
    include_name=include_name,
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
