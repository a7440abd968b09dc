/** What opens the simulated MYMOVE, by the fields of n8n's credential. All of it is made up and works nowhere else. */
export const credential = {
	accessToken: 'mymove-sim-token-0001',
	clientId: '11112222-3333-4444-5555-666677778888',
} as const;
