import type { Resources } from '../shared/operation';
import { account } from './account';
import { dataSet } from './dataSet';
import { instruction } from './instruction';
import { note } from './note';
import { notification } from './notification';
import { quote } from './quote';
import { referral } from './referral';

/** Everything that can be done with The Moving Portal. */
export const resources: Resources = { account, dataSet, instruction, note, notification, quote, referral };
