import { columns } from './columns.ts';
import { type Command, invocationOf, type OptionSpec } from './parser.ts';

/** The help text of a command: what it does, its options, and examples. */
export function helpText(command: Command): string {
  const { summary, details = [], options, examples } = command;
  const required = Object.entries(options).filter(([, option]) => option.required);
  const rest = restOf(command);
  const usage = [
    invocationOf(command),
    ...(required.length > 0 || rest !== null ? ['--'] : []),
    ...required.map(([name, option]) => flagOf(name, option)),
    ...(rest === null ? [] : [rest]),
  ];
  const rows = Object.entries(options).map(([name, option]) => [
    `  ${flagOf(name, option)}`,
    descriptionOf(option),
  ]);
  return [
    summary,
    ...details,
    '',
    `Usage: ${usage.join(' ')}`,
    '',
    'Options:',
    ...columns([...rows, ['  --help', 'print this text']]),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** The usage line's placeholder for options that are not required; null if there are none. */
function restOf({ options, passesArgumentsTo }: Command): string | null {
  if (passesArgumentsTo !== undefined) return `[options of ${passesArgumentsTo}]`;
  return Object.values(options).some(({ required }) => !required) ? '[options]' : null;
}

const flagOf = (name: string, { value }: OptionSpec): string =>
  `--${name}${value === undefined ? '' : ` ${value}`}`;

function descriptionOf({ description, required, multiple, default: value }: OptionSpec): string {
  const notes = [
    ...(required ? ['required'] : []),
    ...(multiple ? ['may be repeated'] : []),
    ...(value === undefined ? [] : [`default ${value}`]),
  ];
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`;
}

/** Commands under a heading. */
export interface CommandGroup {
  readonly heading: string;
  readonly commands: readonly Command[];
}

/** The list of all commands: one line each. */
export function overview(groups: readonly CommandGroup[]): string {
  const width = Math.max(
    ...groups.flatMap(({ commands }) => commands.map((command) => invocationOf(command).length)),
  );
  return [
    'Every command prints its options and an example with --help: npm run month -- --help',
    ...groups.flatMap(({ heading, commands }) => [
      '',
      `${heading}:`,
      ...commands.map((command) => `  ${invocationOf(command).padEnd(width)}  ${command.summary}`),
    ]),
    '',
    'npm run cli -- NAME runs the same commands.',
  ].join('\n');
}
