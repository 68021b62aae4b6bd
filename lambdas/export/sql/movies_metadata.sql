-- The current version of every movie, with the month that it came with.
select {{columns}}, ingest_year || '-' || ingest_month as ingest_month
from movies_current
