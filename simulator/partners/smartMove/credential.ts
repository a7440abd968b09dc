/** What opens the simulated SmartMove, by the fields of n8n's credential. All of it is made up and works nowhere else. */
export const credential = {
	apiKey: '5a3e0000-1111-2222-3333-444455556666',
	postbackUser: 'sim.postback',
	postbackPassword: 'sim-postback-0001',
} as const;
