-- The current version of every movie: the row of the latest ingest month that has its id.
select m.*
from movies_metadata m
join (
  select id, max(ingest_year || ingest_month) as month
  from movies_metadata
  group by id
) latest
  on latest.id = m.id and latest.month = m.ingest_year || m.ingest_month
