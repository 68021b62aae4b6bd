-- The one name of every company: that of the last of the winning rows, by (ingest month, row).
select id, name
from (
  select
    id,
    name,
    row_number() over (partition by id order by ingest_year desc, ingest_month desc, source_row desc) as place
  from production_companies_current
) named
where place = 1
