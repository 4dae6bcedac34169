"""The library with a reader who also keeps a catalogue: two reactions to one event, one of them of a read model."""

from typing import ClassVar

from shared.messaging.read_models import ReadModel
from shared.messaging.service import Service, query, subscribe
from tests.messaging import catalogue, library


class ReaderService(Service):
    name = "reader"
    read_models: ClassVar = {"catalogue": ReadModel((catalogue.Entry,), catalogue)}

    page = query(library.page, library.read_page)
    on_line_written = subscribe(library.LineWritten, library.line_written)
    on_line_written_in_catalogue = subscribe(library.LineWritten, catalogue.line_written)


SERVICES = {"author": library.AuthorService, "reader": ReaderService}
