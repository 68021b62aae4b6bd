-- Every release year with its measures and its most popular genre. Genres are ordered by the rounded average, then by the
-- number of movies, the name and the id. The API's documents use the same order.
select
  years.year,
  {{measures}},
  popular.genre_id as most_popular_genre_id,
  popular.genre_name as most_popular_genre_name,
  popular.average_popularity as most_popular_genre_average_popularity
from years
left join (
  select
    year,
    genre_id,
    genre_name,
    average_popularity,
    row_number() over (
      partition by year
      order by average_popularity desc nulls last, movies desc, genre_name, genre_id
    ) as place
  from (
    select
      g.year,
      g.genre_id,
      n.name as genre_name,
      g.movie_count as movies,
      average(g.popularity_sum, 0, g.popularity_count) as average_popularity
    from genre_years g
    join genres n on n.id = g.genre_id
  ) averages
) popular
  on popular.place = 1
  and popular.average_popularity is not null
  and (popular.year = years.year or (popular.year is null and years.year is null))
