import type { OperationContext, Partner } from '../operation';

/** A kind of system of a partner. What one holds is unknown to the others. */
export type SystemKind = 'test' | 'custom' | 'production';

/**
 * The kind of system that a credential is for; undefined for a partner that has only one. Neither the address nor the
 * credential: a renewed key, or another host of the same kind, must not make a trigger begin anew.
 */
export function systemOf(
	partner: Partner,
	context: Pick<OperationContext, 'credentialSetting'>,
): SystemKind | undefined {
	const credentials = { environment: context.credentialSetting('environment') };
	const environment = partner.environment?.(credentials);
	if (!environment) return undefined;
	if (environment.isTest) return 'test';
	// Only a custom one has no address but that of the user.
	return partner.baseUrl(credentials) === '' ? 'custom' : 'production';
}
