"""Writes rows to a file as JSON Lines, CSV or Parquet."""

from __future__ import annotations

import csv
from abc import ABC, abstractmethod
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from newscrawler.corpus.columns import Columns, Row
from newscrawler.corpus.text import cell
from newscrawler.schemas.arrow import arrow_batch, arrow_schema

if TYPE_CHECKING:
    import pyarrow

HELD = 32 << 20
"""Bytes of records that wait for a Parquet row group, in all open files together."""
_ROWS = 2000  # of one batch: the strings of so many are in memory at once


class Writer(ABC):
    """Writes rows of one kind to an open file, which the caller closes after close()."""

    def __init__(self, file: BinaryIO, columns: Columns) -> None:
        self.file, self.columns = file, columns
        self.held = 0
        """Bytes that wait to be written by flush()."""

    @abstractmethod
    def write(self, row: Row) -> None:
        """Writes a row, or holds it for later."""

    def flush(self) -> None:  # noqa: B027 - most writers hold nothing
        """Writes what is held."""

    @abstractmethod
    def close(self) -> None:
        """Writes the rest."""


class JsonLinesWriter(Writer):
    """A record on each line, as in the feeds, with the run's id at its end."""

    def write(self, row: Row) -> None:
        self.file.write(self.columns.line(row) + b"\n")

    def close(self) -> None:
        """Nothing is left to write."""


class CsvWriter(Writer):
    """CSV (RFC 4180) with a line of column names, in UTF-8."""

    def __init__(self, file: BinaryIO, columns: Columns, *, bom: bool = False) -> None:
        """``bom``: begins with the mark by which Excel knows UTF-8."""
        super().__init__(file, columns)
        self._text = TextIOWrapper(file, "utf-8-sig" if bom else "utf-8", newline="", write_through=True)
        self._csv = csv.writer(self._text)
        self._csv.writerow(columns.types)

    def write(self, row: Row) -> None:
        values = self.columns.values(row)
        self._csv.writerow([cell(values[name], column) for name, column in self.columns.types.items()])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()


class ParquetWriter(Writer):
    """Parquet with the schema of the record class, whatever the records hold."""

    def __init__(self, file: BinaryIO, columns: Columns) -> None:
        import pyarrow.parquet  # noqa: PLC0415 - 0.2 s and an extra: loaded by whoever writes Parquet

        super().__init__(file, columns)
        self._rows: list[tuple[bytes, str]] = []
        self._schema = arrow_schema(columns.types)
        self._parquet = pyarrow.parquet.ParquetWriter(file, self._schema, compression="zstd")

    def write(self, row: Row) -> None:
        self._rows.append((row.record, row.run_id))
        self.held += len(row.record)

    def flush(self) -> None:
        """Writes the rows held as a row group."""
        if self._rows:
            import pyarrow  # noqa: PLC0415 - likewise

            chunks = (self._rows[first : first + _ROWS] for first in range(0, len(self._rows), _ROWS))
            self._parquet.write_table(pyarrow.Table.from_batches([self._batch(rows) for rows in chunks], self._schema))
        self._rows, self.held = [], 0

    def _batch(self, rows: list[tuple[bytes, str]]) -> pyarrow.RecordBatch:
        return arrow_batch([self.columns.of(*row) for row in rows], self.columns.types, self._schema)

    def close(self) -> None:
        self.flush()
        self._parquet.close()


WRITERS: dict[str, type[Writer]] = {"jsonl": JsonLinesWriter, "csv": CsvWriter, "parquet": ParquetWriter}
"""The writers by the name of their format, which is the ending of their files as well."""
