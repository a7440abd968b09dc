import { credentialName, whatToEnter } from '../credentials';
import type { Partner } from '../partner';
import { PARTNER_NAMES } from '../partners';
import { SCENARIO_NAMES } from '../scenarios';
import type { Simulation } from '../simulation';

/** What the start prints: where the page is, and what to enter in n8n. */
export function instructions({ address, seed, clock }: Simulation): string {
	const credentials = PARTNER_NAMES.map((name) => {
		const fields = whatToEnter(name, address).map(([field, value]) => `    ${field.padEnd(18)} ${value}`);
		return [`  ${credentialName(name)}`, ...fields].join('\n');
	});
	return [
		`The simulated partners are there. Everything is made up; nothing costs anything and nobody is written to.
Seed ${seed}, simulated time ${clock.iso()}${clock.running ? '' : ' (standing still)'}`,
		`  Page               ${address}/
  For programs       ${address}/_control`,
		'In n8n create the credential of your partner with these values and press Save; n8n must run on this machine.',
		...credentials,
	].join('\n\n');
}

/** What `/_control` answers: the same, and the control interface. */
export function indexPage(simulation: Simulation): string {
	const actions = simulation
		.allPartners()
		.map(({ provider, controlActions, notes = [] }: Partner) =>
			[
				`  POST   /_control/${provider}/{${Object.keys(controlActions).join(' | ')}}`,
				...notes.map((note) => `         ${note}`),
			].join('\n'),
		);
	return [
		instructions(simulation),
		[
			'Control, for programs of this machine; not for web pages from elsewhere',
			'  GET    /_control/state',
			'  POST   /_control/reset            {"seed": 1, "now": "2025-01-01T12:00:00Z", "latencyMs": 0}',
			`  POST   /_control/scenario         {"name": "${SCENARIO_NAMES.join(' | ')}"}`,
			'  POST   /_control/clock/set        {"now": "2025-02-01T12:00:00Z"}',
			'  POST   /_control/clock/advance    {"days": 1, "hours": 2, "minutes": 3, "seconds": 4}',
			'  POST   /_control/clock/run        {"speed": 60}   a simulated minute each second',
			'  POST   /_control/clock/stop',
			'  POST   /_control/faults           {"provider": "movem", "kind": "tooManyRequests", "retryAfterSeconds": 2}',
			'                                    {"path": "/instruction/TMP900001/", "kind": "status", "status": 500}',
			'  GET    /_control/faults           DELETE /_control/faults[/id]',
			'  POST   /_control/rate-limit       {"provider": "movem", "maxInFlight": 10}   DELETE lifts it',
			'  POST   /_control/latency          {"ms": 50}',
			'  GET    /_control/requests?since=0 DELETE clears',
			'  GET    /_control/violations',
			'  GET    /_control/tokens           every token that was ever issued',
			...actions,
		].join('\n'),
		'',
	].join('\n\n');
}
