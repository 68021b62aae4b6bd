-- The measures of every company in every release year, in the order of the companies' documents.
select
  c.id as company_id,
  year(m.release_date) as year,
  {{measures}}
from production_companies_current c
join movies_current m on m.id = c.movie_id
group by c.id, year(m.release_date)
order by cast(c.id as varchar), year nulls last
