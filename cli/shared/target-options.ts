import { OptionsError, readDataDir } from './options.ts';

/** Names the target of a command: the local stack of a data folder, or a deployed stack. */
export type TargetRef =
  | { readonly kind: 'local'; readonly dataDir: string }
  | { readonly kind: 'deployed'; readonly stackName: string };

const DATA_DIR = '.local';
/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
const STACK_NAME = /^[a-zA-Z][a-zA-Z0-9-]{0,127}$/;

/** The target that the options name; by default the folder `.local`. @throws OptionsError */
export function readTarget(options: { readonly 'data-dir'?: string; readonly stack?: string }): TargetRef {
  const { 'data-dir': dataDir, stack } = options;
  if (stack === undefined) return { kind: 'local', dataDir: readDataDir(dataDir ?? DATA_DIR) };
  if (dataDir !== undefined) {
    throw new OptionsError(`--stack is "${stack}" and --data-dir is "${dataDir}"; give one of them.`);
  }
  if (!STACK_NAME.test(stack)) {
    throw new OptionsError(
      `--stack is "${stack}", but must be a stack's name in CloudFormation, such as MovieStatistics.`,
    );
  }
  return { kind: 'deployed', stackName: stack };
}

/** A target's name in messages. */
export const labelOf = (ref: TargetRef): string =>
  ref.kind === 'local' ? ref.dataDir : `the stack ${ref.stackName}`;

/** The option that names a target in printed commands; empty for the default. */
export function targetOption(ref: TargetRef): string {
  if (ref.kind === 'deployed') return ` --stack ${ref.stackName}`;
  return ref.dataDir === readDataDir(DATA_DIR) ? '' : ` --data-dir ${shellWord(ref.dataDir)}`;
}

/** A word quoted for a shell where necessary. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
