/** SQL files are imported as their text: esbuild's text loader does so in the bundles, a plugin in the tests. */
declare module '*.sql' {
  const text: string;
  export default text;
}
