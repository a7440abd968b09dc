import type { Partner } from '../partner';
import { PARTNER_NAMES, PARTNERS } from '../partners';
import { SCENARIO_NAMES } from '../scenarios';
import type { Simulation } from '../simulation';

/** What `/_control` answers and the start prints: the partners, the credentials to type into n8n, and the control interface. */
export function indexPage(simulation: Simulation): string {
	const url = simulation.address;
	const partners = PARTNER_NAMES.map((partner) => {
		const { provider, title, controlActions, notes = [] }: Partner = simulation.partners[partner];
		return [
			title,
			`  base URL      ${url}/${provider}`,
			...Object.entries(PARTNERS[partner].credential).map(([name, value]) => `  ${name.padEnd(17)} ${value}`),
			...notes.map((note) => `  ${note}`),
			`  actions       POST /_control/${provider}/{${Object.keys(controlActions).join(' | ')}}`,
		].join('\n');
	});
	return [
		'Simulated partners for n8n-nodes-moving-partners',
		`To be seen and clicked: ${url}/`,
		'Everything here is made up; nothing costs anything and nobody is written to.',
		`Seed ${simulation.seed}, simulated time ${simulation.clock.iso()}${simulation.clock.running ? '' : ' (standing still)'}`,
		...partners,
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
		].join('\n'),
		'',
	].join('\n\n');
}
