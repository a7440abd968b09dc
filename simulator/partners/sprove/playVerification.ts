import { playOutcome } from '../../magicValues';
import type { PartnerContext } from '../../partner';
import type { Check, SproveAccount, StoredProperty } from './account';
import { fakeCheck } from './fakeData';

/** Lets a tenant of a new property be verified as the magic value in its name or address says. */
export function playVerification(
	context: PartnerContext,
	account: SproveAccount,
	property: StoredProperty,
): void {
	const add = (fields: () => Partial<Check>) => () =>
		account.addCheck(property, fakeCheck(context, fields()));
	for (const value of [property.name, property.address]) {
		playOutcome(context.clock, 'sprove', value, {
			done: add(() => ({ approved: true })),
			declined: add(() => ({ approved: false })),
			expired: add(() => ({ approved: true, valid_until: Math.floor(context.clock.now() / 1000) })),
		});
	}
}
