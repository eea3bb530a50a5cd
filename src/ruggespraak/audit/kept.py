"""Rows that are written once. Python refuses first, with a sentence; the database's triggers refuse everyone."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class Kept(Exception):
    """Somebody tried to change or remove what is kept for ever: a fault in the programme, never shown as a choice."""


class KeptQuerySet(models.QuerySet[Row]):
    """Reads, and writes new rows; nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """Refused."""
        raise _refusal(self.model, "changed")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise _refusal(self.model, "changed")

    def delete(self) -> NoReturn:
        """Refused."""
        raise _refusal(self.model, "removed")

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise _refusal(self.model, "removed")

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> list[Row]:
        """New rows only: no `update_conflicts`."""
        if options.get("update_conflicts"):
            raise _refusal(self.model, "changed")
        return super().bulk_create(objs, *args, **options)


class WrittenOnce(models.Model):
    """A row that can be made and read, never changed or removed."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Write a new row; refused for one that is there."""
        if not self._state.adding:
            raise _refusal(type(self), "changed")
        options["force_insert"] = True
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Refused."""
        raise _refusal(type(self), "removed")


def _refusal(model: type[models.Model], what: str) -> Kept:
    return Kept(f"{model.__name__} rows are never {what}.")
