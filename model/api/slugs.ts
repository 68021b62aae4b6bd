/**
 * A name as a path segment: lower case, every run of other characters than a–z and 0–9 turned into one `-`,
 * none at the ends. Empty where nothing is left.
 */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A longer slug would not fit into an S3 key, and is no name but noise: such a genre goes by its id. */
const MAX_SLUG_LENGTH = 200;

/**
 * The slug of every genre: where several share one, the smallest id keeps it and the others append theirs.
 * A genre whose name leaves nothing goes by its id.
 */
export function assignSlugs(genres: readonly { id: number; name: string }[]): Map<number, string> {
  const wanted = ({ id, name }: { id: number; name: string }): string => {
    const slug = slugOf(name);
    return slug === '' || slug.length > MAX_SLUG_LENGTH ? String(id) : slug;
  };
  const byId = genres.toSorted((a, b) => a.id - b.id);
  const owners = new Map<string, number>();
  for (const genre of byId) {
    const slug = wanted(genre);
    if (!owners.has(slug)) owners.set(slug, genre.id);
  }
  const slugs = new Map<number, string>();
  for (const genre of byId) {
    let slug = wanted(genre);
    // A suffixed slug may meet another genre's own ("drama" of id 7 and a genre called "Drama 7"): append again.
    while (owners.has(slug) && owners.get(slug) !== genre.id) slug = `${slug}-${genre.id}`;
    owners.set(slug, genre.id);
    slugs.set(genre.id, slug);
  }
  return slugs;
}
