import * as z from 'zod';
import { readPolicyDocument } from '../../iam/policy-document.ts';
import { readableBy } from '../property-types.ts';

/** A policy in which every element is one that the evaluator honours. */
export const policyDocument = readableBy(z.record(z.string(), z.unknown()), (document) =>
  readPolicyDocument(document, 'the policy'),
);
