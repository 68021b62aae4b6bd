-- The companies with the highest total revenue within every genre, with their measures within it. The inner query ranks by one
-- sum; all measures are computed for the ranked companies only.
select
  ranked.genre_id,
  n.id,
  n.name,
  ranked.place,
  {{measures}}
from (
  select
    g.id as genre_id,
    r.company_id,
    row_number() over (
      partition by g.id
      order by coalesce(sum(cast(r.revenue as decimal(38, 0))), 0) desc, r.company_id
    ) as place
  from genres_current g
  join company_releases r on r.movie_id = g.movie_id
  group by g.id, r.company_id
) ranked
join company_releases r on r.company_id = ranked.company_id
join genres_current g on g.movie_id = r.movie_id and g.id = ranked.genre_id
join company_names n on n.id = ranked.company_id
where ranked.place <= {{top_companies}}
group by ranked.genre_id, n.id, n.name, ranked.place
order by ranked.genre_id, ranked.place
