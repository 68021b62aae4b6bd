/** A source's URI for messages and records: without password, query and fragment, which may contain secrets. */
export function withoutSecrets(uri: string): string {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri) ?? [];
  // In names of folders and S3 keys `?` and `#` have no special meaning.
  if (scheme === undefined || /^(file|s3)$/i.test(scheme)) return uri;
  return uri.replace(/^([^/]*\/\/[^/?#:@]*):[^/?#]*@/, '$1:…@').replace(/[?#].*$/s, '?…');
}
