"""Work in the test database that leaves nothing behind."""

from django.db import transaction


class undone(transaction.Atomic):
    """A savepoint whose work is undone at its end; durable blocks may open inside."""

    def __init__(self):
        super().__init__(using=None, savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, exc_type, exc_value, traceback):
        if exc_type is None:
            transaction.set_rollback(True)
        super().__exit__(exc_type, exc_value, traceback)
