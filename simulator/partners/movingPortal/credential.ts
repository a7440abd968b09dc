/** What opens the simulated The Moving Portal, by the fields of n8n's credential. All of it is made up and works nowhere else. */
export const credential = {
	username: 'sim.introducer',
	password: 'sim-password-0001',
	authentication: 'basic',
} as const;
