import type { IDataObject } from 'n8n-workflow';

import type { FaultSpec } from '../../../simulator/http/server';
import { CLOSED_PORT } from '../../support/runAcme';

/** How a fault is brought about. */
export interface FaultSetup {
	/** What the simulator does to the request; left out where the partner cannot be reached. */
	fault?: FaultSpec;
	/** The address used instead of the simulator’s. */
	baseUrl?: string;
	/** Some of the Request Options. */
	options?: IDataObject;
	/** The user presses Stop as soon as the request has arrived. */
	cancelled?: true;
	/** Least and most milliseconds that the partner asks to wait. */
	asks?: [number, number];
}

/** Longer than any test. */
const ENDLESS = 20_000;
/** In seconds; the tests shorten them. */
const SHORT_TIMEOUT = { timeout: 2 };

/** The columns of the matrix; `docs/faults.md` explains each. `elsewhere` is another host. */
export const FAULT_SETUPS: Record<string, (elsewhere: string) => FaultSetup | Promise<FaultSetup>> = {
	'429 s': () => ({ fault: { kind: 'tooManyRequests', retryAfterSeconds: 30 }, asks: [30_000, 30_000] }),
	'429 date': () => ({
		fault: { kind: 'tooManyRequests', retryAfterSeconds: 30, as: 'date' },
		// A date has whole seconds only.
		asks: [25_000, 30_000],
	}),
	'HTTP 500': () => ({ fault: { kind: 'status', status: 500, body: {} } }),
	'HTTP 503': () => ({ fault: { kind: 'status', status: 503, body: {} } }),
	DNS: () => ({ baseUrl: 'http://no-such-host.invalid' }),
	refused: () => ({ baseUrl: `http://127.0.0.1:${CLOSED_PORT}` }),
	'reset before': () => ({ fault: { kind: 'dropBefore' } }),
	'reset after': () => ({ fault: { kind: 'dropAfter' } }),
	'time-out': () => ({ fault: { kind: 'latency', ms: ENDLESS }, options: SHORT_TIMEOUT }),
	'slow drip': () => ({ fault: { kind: 'drip', overMs: ENDLESS, pieces: 200 }, options: SHORT_TIMEOUT }),
	'cut off': () => ({ fault: { kind: 'breakOff' } }),
	'half JSON': () => ({ fault: { kind: 'malformed' } }),
	empty: () => ({ fault: { kind: 'empty' } }),
	page: () => ({ fault: { kind: 'html', status: 200 } }),
	'401 once': () => ({ fault: { kind: 'wrongCredentials' } }),
	'401 always': () => ({ fault: { kind: 'wrongCredentials', times: -1 } }),
	redirect: (elsewhere) => ({ fault: { kind: 'redirect', location: `${elsewhere}/catch`, times: -1 } }),
	cancel: () => ({ fault: { kind: 'latency', ms: ENDLESS }, cancelled: true }),
};
