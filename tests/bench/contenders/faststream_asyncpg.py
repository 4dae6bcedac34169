"""FastStream with asyncpg: inbox and effect in one transaction per event, acknowledged when the handler returns.

As its documentation advises: a prefetch on the channel, which is also how many handlers run at once; a pool made when
the application starts; no declaring of what stands already; no types to validate where none are needed. With one
connection in the pool events take effect one after another, in order; with more of them, several at once and in any
order.
"""

import asyncio
import os
import sys
from typing import Any

import asyncpg
from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, QueueType, RabbitBroker, RabbitQueue

from tests.bench.contenders import COUNT, ID, NOTE, SEQUENCE, SUBJECT, SUBSCRIPTION

PREFETCH = 100


def numbered(statement: str) -> str:
    """asyncpg writes $1 for the first value."""
    parts = statement.split("%s")
    return "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]


async def main(queue: str, connections: int) -> None:
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=connections, max_size=connections)
    broker = RabbitBroker(
        os.environ["AMQP_URL"], default_channel=Channel(prefetch_count=PREFETCH), apply_types=False, logger=None
    )
    note, count = numbered(NOTE), numbered(COUNT)

    @broker.subscriber(
        RabbitQueue(queue, queue_type=QueueType.QUORUM, durable=True, declare=False),
        ack_policy=AckPolicy.NACK_ON_ERROR,
        no_reply=True,
    )
    async def take(event: dict[str, Any]) -> None:
        headers = broker.context.get_local("message").headers
        async with pool.acquire() as database, database.transaction():
            noted = await database.execute(note, headers[ID], SUBSCRIPTION, headers[SUBJECT], int(headers[SEQUENCE]))
            if noted == "INSERT 0 1":
                await database.execute(count, event["thing_id"])

    await FastStream(broker, logger=None).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
