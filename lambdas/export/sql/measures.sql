-- The flat block of measures from the sums and counts behind it. `average` divides exactly and rounds once, as the API's
-- documents do: it is made in engine.ts.
movie_count,
movies_with_budget,
movies_with_revenue,
movies_with_both,
total_budget,
total_revenue,
total_profit,
known_profit,
average(popularity_sum, 0, popularity_count) as average_popularity,
average(weighted_votes_low, weighted_votes_high, votes) as average_vote
