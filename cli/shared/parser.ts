import { parseArgs } from 'node:util';
import { OptionsError } from './options.ts';

/** An option of a command, as the parser and the help text read it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** The placeholder of the value in help texts: `YYYY-MM`. Options of type `string` have one. */
  readonly value?: string;
  readonly description: string;
  readonly default?: string;
  readonly required?: true;
  /** Whether the option may be repeated. */
  readonly multiple?: true;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** The declaration of a command without its code. Help texts and the parser use it. */
export interface Command<Options extends OptionTable = OptionTable> {
  /** The name of its npm script. */
  readonly name: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** Further help text, in lines for a terminal. */
  readonly details?: readonly string[];
  readonly options: Options;
  /** Complete command lines. */
  readonly examples: readonly string[];
  /** The program to which all arguments are passed unparsed. */
  readonly passesArgumentsTo?: string;
}

type Value<Option extends OptionSpec> = Option extends { type: 'boolean' }
  ? boolean
  : Option extends { multiple: true }
    ? string[]
    : string;
type HasValue = { type: 'boolean' } | { multiple: true } | { required: true } | { default: string };

/** The parsed options of a command by name. Optional ones without a default may be absent. */
export type OptionValues<Options extends OptionTable> = {
  -readonly [Name in keyof Options as Options[Name] extends HasValue ? Name : never]: Value<Options[Name]>;
} & {
  -readonly [Name in keyof Options as Options[Name] extends HasValue ? never : Name]?: Value<Options[Name]>;
};

/** The parsed options of a command. */
export type OptionsOf<C extends Command> = C extends Command<infer Options> ? OptionValues<Options> : never;

/** Declares a command. */
export const defineCommand = <const Options extends OptionTable>(
  command: Command<Options>,
): Command<Options> => command;

/** Returns the command line that starts a command, without options. */
export const invocationOf = ({ name }: Pick<Command, 'name'>): string =>
  name === 'start' ? 'npm start' : `npm run ${name}`;

const isHelp = (arg: string): boolean => arg === '--help' || arg === '-h';

/**
 * Parses the arguments of a command; null if they contain `--help`.
 * @throws OptionsError naming the first mistake
 */
export function parseOptions<const Options extends OptionTable>(
  command: Command<Options>,
  args: readonly string[],
): OptionValues<Options> | null {
  if (args.some(isHelp)) return null;
  const values = command.passesArgumentsTo === undefined ? parse(command, args) : {};
  return values as OptionValues<Options>;
}

function parse(command: Command, args: readonly string[]): Record<string, unknown> {
  const reject = (sentence: string): never => {
    throw new OptionsError(`${sentence}. All options: ${invocationOf(command)} -- --help`);
  };
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple, default: value }]) => [
      name,
      {
        type,
        ...(multiple && { multiple, default: [] }),
        ...(type === 'boolean' && { default: false }),
        ...(value !== undefined && { default: value }),
      },
    ]),
  );
  let values: Record<string, unknown>;
  try {
    values = parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split(/\. |\n/);
    return reject(sentence.replace(/\.$/, ''));
  }
  for (const [name, { required }] of Object.entries(command.options))
    if (required && values[name] === undefined) reject(`--${name} is missing`);
  return values;
}
