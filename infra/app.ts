import { App } from 'aws-cdk-lib';
import { addStacks } from './add-stacks.ts';

addStacks(new App());
