from services.municipalities import commands, queries, reactions
from shared.contracts import identity
from shared.contracts import municipalities as contract
from shared.messaging.service import Service, command, query, subscribe


class MunicipalitiesService(Service):
    name = "municipalities"

    areas = query(contract.areas, queries.areas)
    programme = query(contract.programme, queries.programme)
    programmes = query(contract.programmes, queries.programmes)

    add_area = command(contract.add_area, commands.add_area)
    start_programme = command(contract.start_programme, commands.start_programme)
    save_programme = command(contract.save_programme, commands.save_programme)
    register_programme = command(contract.register_programme, commands.register_programme)
    add_coordinator = command(contract.add_coordinator, commands.add_coordinator)
    remove_coordinator = command(contract.remove_coordinator, commands.remove_coordinator)

    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
