/**
 * The credentials of the simulated partners. They are made up and work nowhere else, so they may be printed,
 * committed and typed into a workflow.
 */
export const SIMULATED_CREDENTIALS = {
	movem: { apiKey: 'movem-sim-key-0001' },
	mymove: { accessToken: 'mymove-sim-token-0001', clientId: '11112222-3333-4444-5555-666677778888' },
	movingPortal: { username: 'sim.introducer', password: 'sim-password-0001' },
	sprove: { clientId: 'sprove-sim-client-0001', secretKey: 'sprove-sim-secret-0001' },
	smartMove: { apiKey: '5a3e0000-1111-2222-3333-444455556666' },
} as const;
