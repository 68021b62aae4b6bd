/** The outputs that identify a stack of this service. The stack with GitHub's roles has none of these outputs. */
const OWN_OUTPUTS = ['ApiId', 'StageName', 'StateMachineArn'];

/** The stacks of this service among the deployed ones, in the CDK's order. */
export function stacksToReconcile(
  outputs: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string[] {
  return Object.entries(outputs)
    .filter(([, own]) => OWN_OUTPUTS.every((name) => name in own))
    .map(([stack]) => stack);
}

/** The value of an option among unparsed arguments: `--name value` or `--name=value`. */
export function optionOf(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at >= 0) return args[at + 1];
  return args.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}
