import { describe, expect, it } from 'vitest';
import { checkDefinition } from '../../../infra/local/step-functions/check-definition.ts';
import { functionArn, task } from './step-functions-bench.ts';

const PASS = { Type: 'Pass', End: true };
const INVOKE = 'arn:aws:states:::lambda:invoke';

function check(state: object, more: object = {}): void {
  checkDefinition('m', { StartAt: 'S', States: { S: state }, ...more });
}

function map(more: object, processor: object = {}): object {
  return {
    Type: 'Map',
    ItemProcessor: { StartAt: 'I', States: { I: PASS }, ...processor },
    End: true,
    ...more,
  };
}

describe('checkDefinition', () => {
  it.each<[string, object, object?]>([
    ['a function by its ARN', task('f')],
    [
      'the Lambda integration',
      { Type: 'Task', Resource: INVOKE, Parameters: { FunctionName: functionArn('f') }, End: true },
    ],
    [
      'a comment, a version, a timeout and JSONPath',
      PASS,
      { Comment: 'c', Version: '1.0', TimeoutSeconds: 60, QueryLanguage: 'JSONPath' },
    ],
    [
      'the context of execution, machine and item',
      map({
        ItemSelector: {
          'a.$': '$$.Map.Item.Value.key',
          'b.$': '$$.Execution.Input.jobs[0].id',
          'c.$': '$$.StateMachine.Id',
        },
      }),
    ],
    [
      'intrinsic functions',
      { ...PASS, Parameters: { 'a.$': "States.Format('{} of {}', $.a, States.ArrayLength($.b))" } },
    ],
    [
      'ResultPath "$", null and names',
      task('f', {
        ResultPath: '$',
        Catch: [{ ErrorEquals: ['E'], ResultPath: '$.a.b-c', Next: 'S' }],
        End: true,
      }),
    ],
    ['an inline Map', map({ MaxConcurrency: 3 }, { ProcessorConfig: { Mode: 'INLINE' } })],
  ])('accepts %s', (_, state, more) => {
    expect(() => check(state, more)).not.toThrow();
  });

  it.each<[string, object, RegExp, object?]>([
    ['JSONata', PASS, /QueryLanguage JSONata/, { QueryLanguage: 'JSONata' }],
    ['JSONata in a state', { ...PASS, QueryLanguage: 'JSONata' }, /"S" has QueryLanguage JSONata/],
    ['Output', { ...PASS, Output: '{% 1 %}' }, /"S" has Output/],
    ['Arguments', task('f', { Arguments: {}, End: true }), /"S" has Arguments/],
    ['Assign', { ...PASS, Assign: { 'v.$': '$.a' } }, /"S" has Assign/],
    [
      'Assign in a Catch',
      task('f', { Catch: [{ ErrorEquals: ['E'], Assign: {}, Next: 'S' }], End: true }),
      /a Catch of "S" has Assign/,
    ],
    ['a variable', { ...PASS, Parameters: { 'a.$': '$v.x' } }, /variables/],
    ['HeartbeatSeconds', task('f', { HeartbeatSeconds: 3, End: true }), /HeartbeatSeconds/],
    ['HeartbeatSecondsPath', task('f', { HeartbeatSecondsPath: '$.a', End: true }), /HeartbeatSecondsPath/],
    ['TimeoutSecondsPath', task('f', { TimeoutSecondsPath: '$.a', End: true }), /TimeoutSecondsPath/],
    [
      'a distributed Map',
      map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } }),
      /Mode DISTRIBUTED/,
    ],
    ['ItemReader', map({ ItemReader: {} }), /ItemReader/],
    ['ItemBatcher', map({ ItemBatcher: {} }), /ItemBatcher/],
    ['ResultWriter', map({ ResultWriter: {} }), /ResultWriter/],
    ['ToleratedFailureCount', map({ ToleratedFailureCount: 1 }), /ToleratedFailureCount/],
    ['ToleratedFailurePercentage', map({ ToleratedFailurePercentage: 1 }), /ToleratedFailurePercentage/],
    ['a ResultPath with brackets', task('f', { ResultPath: "$['a']", End: true }), /ResultPath/],
    [
      'an intrinsic CausePath',
      { Type: 'Fail', CausePath: "States.Format('{}', $.a)" },
      /intrinsic function in CausePath/,
    ],
    [
      'an intrinsic ErrorPath',
      { Type: 'Fail', ErrorPath: "States.Format('{}', $.a)" },
      /intrinsic function in ErrorPath/,
    ],
    ['a Pass with Result false', { ...PASS, Result: false }, /Result false/],
    ['a Pass with Result null', { ...PASS, Result: null }, /Result null/],
    ['$$.Map outside of a Map', { ...PASS, Parameters: { 'a.$': '$$.Map.Item.Value' } }, /outside of a Map/],
    ['$$.State', { ...PASS, Parameters: { 'a.$': '$$.State.Name' } }, /\$\$\.State\.Name/],
    ['the whole context', { ...PASS, Parameters: { 'a.$': '$$' } }, /context object/],
    [
      'a token where none is',
      task('f', { Parameters: { 'a.$': '$$.Task.Token' }, End: true }),
      /no task waits/,
    ],
    ['a path to many values', { ...PASS, Parameters: { 'a.$': '$.list[*].id' } }, /exactly one value/],
    [
      'a filter inside an intrinsic',
      { ...PASS, Parameters: { 'a.$': 'States.ArrayLength($.l[?(@.a==1)])' } },
      /exactly one value/,
    ],
    ['States.JsonToString', { ...PASS, Parameters: { 'a.$': 'States.JsonToString($.a)' } }, /JsonToString/],
    [
      'another resource',
      { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', End: true },
      /sqs:sendMessage/,
    ],
    [
      'a nested execution',
      { Type: 'Task', Resource: 'arn:aws:states:::states:startExecution.sync:2', End: true },
      /startExecution/,
    ],
    [
      'an asynchronous invocation',
      {
        Type: 'Task',
        Resource: INVOKE,
        Parameters: { FunctionName: 'f', InvocationType: 'Event' },
        End: true,
      },
      /InvocationType/,
    ],
    ['an endless Wait', { Type: 'Wait', Seconds: 3_000_000, End: true }, /waits for more/],
    ['a name used twice', map({}, { StartAt: 'S', States: { S: PASS } }), /"S" is used twice/],
  ])('refuses %s by name', (_, state, message, more) => {
    expect(() => check(state, more)).toThrow(message);
  });

  it('refuses what is not Amazon States Language', () => {
    expect(() => check({ Type: 'Pass', Next: 'Nowhere' })).toThrow(/not valid Amazon States Language/);
    expect(() => checkDefinition('m', {})).toThrow(/no StartAt/);
  });

  it('lists every problem at once', () => {
    expect(() => check(map({ ItemReader: {}, Assign: {} }))).toThrow(/ItemReader.*\n.*Assign/);
  });
});
