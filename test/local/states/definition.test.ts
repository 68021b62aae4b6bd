import { describe, expect, it } from 'vitest';
import { readDefinition } from '../../../local/states/definition.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const task = (more: object = {}) => ({ Type: 'Task', Resource: ARN, End: true, ...more });
const machine = (state: object) => JSON.stringify({ StartAt: 'A', States: { A: state } });
const map = (inner: object, more: object = {}) =>
  machine({
    Type: 'Map',
    End: true,
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: 'I', States: { I: inner } },
    ...more,
  });
const distributed = (inner: object) =>
  machine({
    Type: 'Map',
    End: true,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'I',
      States: { I: inner },
    },
  });

describe('A definition', () => {
  it('lists its tasks with their functions and enclosing Maps', () => {
    expect(readDefinition(map(task())).tasks).toEqual([{ state: 'I', resource: ARN, maps: ['A'] }]);
  });

  it('has a very long default time-out for tasks, as in Step Functions', () => {
    expect(readDefinition(machine(task())).machine.States.A?.TimeoutSeconds).toBeGreaterThan(1_000_000);
    expect(readDefinition(machine(task({ TimeoutSeconds: 5 }))).machine.States.A?.TimeoutSeconds).toBe(5);
  });

  it.each([
    [
      'JSONata',
      machine({ ...task(), QueryLanguage: 'JSONata' }),
      'The state "A" uses the query language JSONata',
    ],
    [
      'JSONata for the whole definition',
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'A', States: {} }),
      'uses the query language JSONata',
    ],
    ['Assign', machine(task({ Assign: {} })), 'The state "A" has Assign'],
    ['an ItemReader', map(task(), { ItemReader: {} }), 'The state "A" has ItemReader'],
    ['a ResultWriter', map(task(), { ResultWriter: {} }), 'The state "A" has ResultWriter'],
    [
      'tolerated failures',
      map(task(), { ToleratedFailurePercentage: 5 }),
      'The state "A" has ToleratedFailurePercentage',
    ],
    ['a heartbeat', machine(task({ HeartbeatSeconds: 5 })), 'The state "A" has HeartbeatSeconds'],
    [
      'another service',
      machine(task({ Resource: 'arn:aws:states:::s3:getObject' })),
      'calls arn:aws:states:::s3:getObject',
    ],
    ['a state of an unknown type', machine({ Type: 'Dream', End: true }), 'has the type Dream'],
    ['a field within a Map', map(task({ Assign: {} })), 'The state "I" has Assign'],
    ['the item outside the selector', map(task({ Parameters: { 'i.$': '$$.Map.Item.Value' } })), '$$.Map'],
    ['an item execution', distributed(task({ Parameters: { 'e.$': '$$.Execution.Id' } })), '$$.Execution'],
    ['a task token', machine(task({ Parameters: { 't.$': '$$.Task.Token' } })), '$$.Task'],
    ['invalid JSON', '{', 'is not valid JSON'],
  ])('with %s is refused at the start', (_, text, message) => {
    expect(() => readDefinition(text)).toThrow(message);
  });
});
