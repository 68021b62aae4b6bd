import { readFileSync } from 'node:fs';
import { CfnResource, type Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { DeployAccessStack } from '../../lib/delivery/deploy-access.ts';
import { chooseAccess } from '../../lib/settings/deploy-access-settings.ts';
import { PREFIXES } from '../../model/keys.ts';
import { permissionsOf, type Synthesized, synthesize, synthesizeStack } from './synthesize.ts';

const DEPLOY_ROLE = 'MovieStatistics-GitHub-deploy';

/** The permissions of a role, as the table of SECURITY.md lists them. */
interface Access {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly deletes: readonly string[];
  readonly else: readonly string[];
  /** Actions that are allowed on every resource, except those of X-Ray. */
  readonly anywhere: readonly string[];
}

/** Stacks that together contain every role that settings can add. */
const STACKS: readonly Synthesized[] = [
  synthesize({
    accessLogs: 'create',
    source: 's3://movie-drops/{yyyy}-{mm}/',
    sourceBuckets: ['movie-drops'],
    sourceSecrets: { 'drops.example.com': 'drops' },
    deployRole: DEPLOY_ROLE,
  }),
  synthesize({
    website: false,
    access: 'bearer',
    bearer: { issuer: 'https://id.example.org', audience: 'statistics' },
  }),
  synthesizeStack((app) => {
    const context = { environments: { dev: {}, prod: {} } };
    const access = chooseAccess(context, { repository: 'example/movie-statistics' })!;
    return new DeployAccessStack(app, access.stackName, access);
  }),
];

/** The rows of the table of roles. */
function documented(): Map<string, Access> {
  const rows = readFileSync('SECURITY.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const areas = (cell: string) => (cell === '' ? [] : cell.split(', ').toSorted());
  const actions = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, action]) => action!).toSorted();
  return new Map(
    rows.map(([, role, reads, writes, deletes, other, anywhere]) => [
      role!.replaceAll('`', ''),
      {
        reads: areas(reads!),
        writes: areas(writes!),
        deletes: areas(deletes!),
        else: actions(other!),
        anywhere: actions(anywhere!),
      },
    ]),
  );
}

/** The name of a role in the table: the path of its construct. */
function roleName(path: string): string {
  const [stack = '', ...place] = path.replace(/\/(Resource|Role)$/, '').split('/');
  const name = place
    .join('/')
    .replace(/\/Role$/, '')
    .replace(/^SchedulerRoleForTarget-\w+$/, 'SchedulerRoleForTarget')
    .replace(/^Custom::.*CustomResourceProvider$/, 'CustomResourceProvider');
  return stack.endsWith('-GitHub') ? `GitHub/${name}` : name;
}

/** The permissions of policies in the table's terms. Logs and traces are omitted, because every function has them. */
function accessOf(permissions: readonly string[]): Access {
  const unique = (values: readonly string[]) => [...new Set(values)].toSorted();
  const areas = (action: string) =>
    Object.entries(PREFIXES)
      .filter(([, prefix]) =>
        permissions.some((text) => text.startsWith(`${action} <Lake`) && text.endsWith(`.Arn>/${prefix}*`)),
      )
      .map(([area]) => area)
      .toSorted();
  return {
    reads: areas('s3:GetObject'),
    writes: areas('s3:PutObject'),
    deletes: areas('s3:DeleteObject'),
    else: unique(
      permissions
        .filter((text) => !/^(logs|xray):/.test(text) && !/ \*$/.test(text) && !/^s3:\w+ <Lake/.test(text))
        .map((text) => text.split(' ')[0]!),
    ),
    anywhere: unique(
      permissions
        .filter((text) => !/^xray:/.test(text) && / \*$/.test(text))
        .map((text) => text.split(' ')[0]!),
    ),
  };
}

const NO_ACCESS: Access = { reads: [], writes: [], deletes: [], else: [], anywhere: [] };

function together(one: Access, other: Access): Access {
  const both = (field: keyof Access) => [...new Set([...one[field], ...other[field]])].toSorted();
  return {
    reads: both('reads'),
    writes: both('writes'),
    deletes: both('deletes'),
    else: both('else'),
    anywhere: both('anywhere'),
  };
}

function deployed(): Map<string, Access> {
  const found = new Map<string, Access>();
  for (const synthesized of STACKS) {
    for (const node of synthesized.app.node.findAll()) {
      if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::IAM::Role') continue;
      const id = (node.stack as Stack).getLogicalId(node as never);
      const name = roleName(node.node.path);
      const access = accessOf(permissionsOf(synthesized, new RegExp(`^${id}$`)));
      // Settings add permissions to a role; the roles of the schedules share one name and one row.
      found.set(name, together(found.get(name) ?? NO_ACCESS, access));
    }
  }
  found.set('Reconciling', accessOf(permissionsOf(STACKS[0]!, DEPLOY_ROLE)));
  return found;
}

describe('SECURITY.md', () => {
  const inTable = documented();
  const inTemplates = deployed();

  it('lists exactly the roles of the templates', () => {
    expect([...inTable.keys()].toSorted()).toEqual([...inTemplates.keys()].toSorted());
  });

  it.each([...inTable.keys()])('lists exactly the permissions of %s', (role) => {
    expect(inTable.get(role)).toEqual(inTemplates.get(role));
  });
});
