"""The relay: carries what services wrote into their outboxes to RabbitMQ. `python -m shared.messaging.relay`

One relay per city is active and holds a lease; others stand by. A row is marked as published only after the broker
has confirmed the message, so a crash in between publishes it again, under the same id. Broker or database gone: it
waits and goes on where it was. docs/decisions/0008-the-relay.md says why it is built as it is.
"""
