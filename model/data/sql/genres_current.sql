-- The rows of genres that belong to the current version of their movie. The join uses the source row, because rows of
-- superseded versions have the same movie id.
select c.*
from genres c
join movies_current m
  on m.ingest_year = c.ingest_year
  and m.ingest_month = c.ingest_month
  and m.run_id = c.run_id
  and m.source_row = c.source_row
