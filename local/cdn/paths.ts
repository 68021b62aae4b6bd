/** The target of a request. */
export interface RequestTarget {
  /** As received, encoded. */
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
}

/** Parses a request target in origin or absolute form (RFC 9112, 3.2); null for other forms. */
export function parseRequestTarget(target: string): RequestTarget | null {
  const [, path, query = ''] = /^(?:https?:\/\/[^/?#]*)?([^?]*)(?:\?(.*))?$/is.exec(target) ?? [];
  if (path === undefined || (path !== '' && !path.startsWith('/'))) return null;
  return { path: path || '/', query };
}

const UNRESERVED = /^[A-Za-z0-9._~-]$/;

/**
 * "CloudFront normalizes URI paths consistent with RFC 3986 and then matches the path with the correct cache behavior.
 * Once the cache behavior is matched, CloudFront sends the raw URI path to the origin." Multiple slashes and periods are removed.
 */
export function normalizePath(path: string): string {
  const decoded = path.replaceAll(/%([0-9A-Fa-f]{2})/g, (encoded, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(character) ? character : encoded.toUpperCase();
  });
  const segments: string[] = [];
  for (const segment of decoded.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  const folder = /\/\.{0,2}$/.test(decoded) && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${folder}`;
}

/**
 * Whether a normalized path matches a pattern: `*` is any number of characters, `?` is one character. Matching is
 * case-sensitive, and the pattern's leading slash is optional.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const source = pattern
    .replace(/^\/?/, '/')
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(path);
}
