let expected = false;

/** Whether the reader has just gone to another page, whose heading is to take the focus as soon as it is there. */
export const arrival = {
  expect(): void {
    expected = true;
  },
  /** True once after each `expect`. */
  take(): boolean {
    const taken = expected;
    expected = false;
    return taken;
  },
};

/** Shows the part of the page that a fragment such as `#profit` names, if it is there. */
export function goToPart(hash: string): void {
  const part = hash === '' ? null : document.getElementById(hash.slice(1));
  part?.scrollIntoView();
}
