"""One trigger, said for both databases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trigger:
    """Refuses a write of `table` when `condition` holds.

    `event` is INSERT, UPDATE, DELETE or TRUNCATE; `columns` limits an UPDATE to those whose
    value changes; `condition` is SQL over OLD and NEW that both databases understand; `code`
    is a code of `refusals`, which the admin turns into its sentence; `only` names the one
    database that needs it.
    """

    name: str
    table: str
    event: str
    code: str
    condition: str = ""
    columns: tuple[str, ...] = ()
    only: str = ""

    def serves(self, vendor: str) -> bool:
        """Tell whether this database has the trigger."""
        return self.only in ("", vendor)

    @property
    def message(self) -> str:
        return f"guard:{self.code}:{self.table}"

    def _head(self) -> str:
        of_columns = f" OF {', '.join(self.columns)}" if self.columns else ""
        level = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
        return f"BEFORE {self.event}{of_columns} ON {self.table} FOR EACH {level}"

    def _changed(self, differs: str) -> str:
        return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)

    def _test(self, differs: str) -> str:
        parts = [f"({part})" for part in (self._changed(differs), self.condition) if part]
        return " AND ".join(parts) or "TRUE"

    def _sqlite(self) -> str:
        return (
            f"CREATE TRIGGER {self.name} {self._head()} WHEN {self._test('IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        )

    def _function_body(self) -> str:
        row = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(self.event, "NEW")
        return (
            f"BEGIN IF {self._test('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{self.message}'"
            f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END"
        )

    def create(self, vendor: str) -> list[str]:
        """Return the statements that create this trigger."""
        if not self.serves(vendor):
            return []
        if vendor == "sqlite":
            return [self._sqlite()]
        function = (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql"
            f" AS $guard${self._function_body()}$guard$"
        )
        return [
            function,
            f"CREATE TRIGGER {self.name} {self._head()} EXECUTE FUNCTION {self.name}()",
        ]

    def drop(self, vendor: str) -> list[str]:
        """Return the statements that drop this trigger if it is there."""
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"DROP FUNCTION IF EXISTS {self.name}()",
        ]

    def stored_form(self, vendor: str) -> str:
        """Return what the database's catalogue shows for an untouched trigger."""
        return self._sqlite() if vendor == "sqlite" else self._function_body()
