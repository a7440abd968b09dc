/** What opens the simulated sprove, by the fields of n8n's credential. All of it is made up and works nowhere else. */
export const credential = {
	clientId: 'sprove-sim-client-0001',
	secretKey: 'sprove-sim-secret-0001',
} as const;
