from services.instance import jobs, queries
from shared.contracts import instance as contract
from shared.messaging.service import Service, every, query


class InstanceService(Service):
    name = "instance"

    status = query(contract.status, queries.status)

    measure = every(30, jobs.measure)
