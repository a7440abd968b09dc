import type { FaultKind } from '../faultKind';
import { breakOff } from './breakOff';
import { drip } from './drip';
import { dropAfter } from './dropAfter';
import { dropBefore } from './dropBefore';
import { empty } from './empty';
import { html } from './html';
import { latency } from './latency';
import { malformed } from './malformed';
import { redirect } from './redirect';
import { status } from './status';
import { tooManyRequests } from './tooManyRequests';
import { wrongCredentials } from './wrongCredentials';

/**
 * Every kind of fault, by the name that `control.faults.add({ kind })` takes.
 *
 * To add one, write its file in this folder and name it here. Its options are checked and typed from here on; a kind
 * that is not named here does not compile where it is used.
 */
export const FAULT_KINDS = {
	latency,
	status,
	tooManyRequests,
	dropBefore,
	dropAfter,
	wrongCredentials,
	malformed,
	breakOff,
	html,
	empty,
	redirect,
	drip,
} satisfies Record<string, FaultKind>;
