"""What the subscription is compared with. Each is a process that takes the messages of the queue given as its argument.

Where they keep an inbox and an effect, these are the same tables and statements.
"""

SUBSCRIPTION = "reader.author"

NOTE = (
    "INSERT INTO reader.inbox (message_id, subscription, aggregate_id, sequence) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT DO NOTHING"
)
COUNT = "UPDATE reader.things SET count = count + 1 WHERE id = %s"

ID, SUBJECT, SEQUENCE = "cloudEvents:id", "cloudEvents:subject", "cloudEvents:sequence"
