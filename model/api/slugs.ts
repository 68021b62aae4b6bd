/**
 * A name as a path segment: lower case, every run of characters other than a–z and 0–9 replaced by `-`, no `-` at the ends. Empty
 * if the name has none of these characters.
 */
export function slugOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** A longer slug doesn't fit into an S3 key; the id replaces it. */
const MAX_SLUG_LENGTH = 200;

/**
 * The slug of every genre. If several share one, the smallest id keeps it and the others append their id. If a genre's name contains no
 * character for a slug, its id is the slug.
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
    // A slug with an id can equal another genre's slug ("drama" of id 7, and "Drama 7"): append the id again.
    while (owners.has(slug) && owners.get(slug) !== genre.id) slug = `${slug}-${genre.id}`;
    owners.set(slug, genre.id);
    slugs.set(genre.id, slug);
  }
  return slugs;
}
