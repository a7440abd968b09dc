import { binding } from './binding';
import { flag } from './choice';

/** The field "Check Only". An AI model must not switch it off, so it is binding. */
export const checkOnlyField = binding(
	flag({
		displayName: 'Check Only',
		description:
			'Whether to make all checks and say what would happen, without sending anything that creates or changes',
	}),
);
