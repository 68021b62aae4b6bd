-- The genres of the current version of every movie, with the ingest month of that version.
select {{columns}}, ingest_year || '-' || ingest_month as ingest_month
from genres_current
