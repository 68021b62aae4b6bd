-- One name for every genre or company: the non-blank name that most current movies use. Of equally frequent names, the one
-- with the latest (ingest month, row) is used. If all names of an id are blank, the id is the name.
select id, coalesce(name, '#' || cast(id as varchar)) as name
from (
  select
    id,
    name,
    row_number() over (
      partition by id
      order by case when name is null then 1 else 0 end, uses desc, last_use desc
    ) as place
  from (
    select
      id,
      name,
      count(*) as uses,
      max(ingest_year || ingest_month || lpad(cast(source_row as varchar), 15, '0')) as last_use
    from (
      select
        id,
        case when translate(name, '{{white_space}}', '') <> '' then name end as name,
        ingest_year,
        ingest_month,
        source_row
      from {{entries}}
    ) without_blanks
    group by id, name
  ) counted
) ranked
where place = 1
