-- The one name of every genre: that of the last of the winning rows, by (ingest month, row).
select id, name
from (
  select
    id,
    name,
    row_number() over (partition by id order by ingest_year desc, ingest_month desc, source_row desc) as place
  from genres_current
) named
where place = 1
