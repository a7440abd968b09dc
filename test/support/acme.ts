import type { Partner } from '../../nodes/shared/operation';

/** A partner made up for tests that send nothing. */
export const acme: Partner = {
	name: 'Acme',
	credential: 'acmeApi',
	secrets: [],
	baseUrl: () => '',
	readError: () => ({}),
};

/** A node of it. */
export const acmeNode = {
	id: '1',
	name: 'Acme',
	type: 'acme',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};
