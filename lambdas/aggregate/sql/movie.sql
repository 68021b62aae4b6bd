-- The columns of a movie in a list of movies (columns of movies_current, in scope as m).
m.id,
m.title,
cast(m.release_date as varchar) as release_date,
m.budget,
m.revenue,
m.profit,
cast(m.popularity as varchar) as popularity,
cast(m.vote_average as varchar) as vote_average,
m.vote_count
