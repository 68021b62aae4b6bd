/** A source's URI as people and records may see it: without password, query and fragment, which may be signatures. */
export function withoutSecrets(uri: string): string {
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri) ?? [];
  // In names of folders and keys, the same characters mean nothing.
  if (scheme === undefined || /^(file|s3)$/i.test(scheme)) return uri;
  return uri.replace(/^([^/]*\/\/[^/?#:@]*):[^/?#]*@/, '$1:…@').replace(/[?#].*$/s, '?…');
}
