-- The measures of every company, in the order of their documents' keys: the id's text.
select
  c.id,
  n.name,
  {{measures}}
from production_companies_current c
join company_names n on n.id = c.id
join movies_current m on m.id = c.movie_id
group by c.id, n.name
order by cast(c.id as varchar)
