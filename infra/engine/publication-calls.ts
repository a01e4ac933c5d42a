import { Construct } from 'constructs';
import type { HouseFunction } from '../constructs/house-function.ts';
import { type CallFamilyProps, callFamily } from './call-family.ts';
import { offersEnvironment } from './offers-environment.ts';

/** What the Engine shows to everybody: its separation types, news and demos. These calls only read. */
export class PublicationCalls extends Construct {
  readonly answering: Readonly<Record<string, HouseFunction>>;

  constructor(scope: Construct, id: string, props: CallFamilyProps) {
    super(scope, id);
    const { publications } = props.tables;
    const define = callFamily(this, 'functions/engine', props);
    const show = (name: string, description: string, environment: Readonly<Record<string, string>> = {}) => {
      const showing = define(name, {
        description,
        knowsAccounts: false,
        environment: { PUBLICATIONS_TABLE: publications.tableName, ...environment },
      });
      showing.mayDo(['dynamodb:Query'], [publications.tableArn]);
      return showing;
    };
    this.answering = {
      'app.algorithms': show(
        'list-algorithms',
        'GET app/algorithms: what there is to separate, and what runs',
        offersEnvironment(props.settings),
      ),
      'app.news': show('list-news', 'GET app/news: what the operator tells everybody'),
      'app.demo': show('list-demos', 'GET app/demo: separations that everybody may see'),
    };
  }
}
