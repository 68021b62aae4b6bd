-- The measures of every release year, ascending; movies without a release date are the last group.
select
  year(release_date) as year,
  {{measures}}
from movies_current
group by year(release_date)
order by year nulls last
