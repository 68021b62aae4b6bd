const MOST = 30;
const LONGEST = 60;

/** Names as a sentence can hold them, whatever they are: on one line, and not more or longer ones than a person reads. */
export function shownNames(names: readonly string[]): string {
  const shown = names
    .slice(0, MOST)
    .map((name) => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name).replaceAll(/\p{Cc}/gu, ' '));
  return [...shown, ...(names.length > MOST ? [`and ${names.length - MOST} more`] : [])].join(', ');
}
