import { newest, type Panel, type Row, type Step } from '../../pages/panel';
import type { MovingPortalAccount, StoredReferral } from './account';
import { type Instruction, pendingNotifications } from './instructions';
import { NOTIFICATION_TYPES } from './notificationTypes';
import type { Tokens } from './tokens';

/** The Moving Portal on the page at `/`. */
export function movingPortalPanel(account: MovingPortalAccount, tokens: Tokens): Panel {
	const { referrals } = account;
	const instructions = account.instructions.all();
	const { liveAccessTokens = 0, logins = 0 } = tokens.state();
	return {
		facts: [
			['Valid tokens', liveAccessTokens],
			['Logins', logins],
		],
		steps: [
			{ words: 'Another survey is instructed', action: 'addInstructions', input: { count: 1 } },
			{ words: 'Every token runs out', action: 'expireTokens' },
		],
		lists: [
			{
				title: 'Referrals',
				whenEmpty: 'None yet. n8n sends one with The Moving Portal’s Referral: Create.',
				total: referrals.length,
				rows: newest(referrals, referralRow),
			},
			{
				title: 'Instructions',
				whenEmpty: 'None yet. A referral becomes one when it is accepted or rejected.',
				total: instructions.length,
				rows: newest(instructions, (instruction) => instructionRow(account, instruction)),
			},
		],
	};
}

function referralRow(stored: StoredReferral): Row {
	const { reference, status, referral } = stored;
	const { cases, propertyAddress } = referral;
	return {
		id: `referral-${reference}`,
		name: customerOf(stored),
		status,
		details: [
			reference,
			...referencesOf(cases[0] ?? {}),
			...cases.map(({ productCode }) => productCode),
			[propertyAddress.addressLine1, propertyAddress.postcode].filter(Boolean).join(', '),
		],
		steps:
			status === 'NEW'
				? [
						{ words: 'The Moving Portal accepts', action: 'accept', input: { reference } },
						{ words: 'The Moving Portal rejects', action: 'reject', input: { reference } },
					]
				: [],
	};
}

function instructionRow(account: MovingPortalAccount, instruction: Instruction): Row {
	const { tmpReference, notifications } = instruction;
	const referral = account.find(tmpReference);
	return {
		id: `instruction-${tmpReference}`,
		name: tmpReference,
		status: `${pendingNotifications(instruction).length} not read yet`,
		details: [...(referral ? [customerOf(referral)] : []), ...referencesOf(instruction)],
		steps: [newsStep(tmpReference)],
		rows: newest([...notifications.entries()], ([index, { notification, processed }]) => ({
			id: `${tmpReference}-${index}`,
			name: notification.notificationTypeDescription ?? notification.notificationTypeCode,
			status: processed ? 'read' : 'new',
			details: [notification.createdTimestamp.slice(0, 16).replace('T', ' ')],
		})),
	};
}

function newsStep(reference: string): Step {
	return {
		words: 'The Moving Portal sends news',
		action: 'notify',
		input: { reference },
		choices: {
			label: 'News',
			options: Object.entries(NOTIFICATION_TYPES).map(([code, words]) => ({
				words,
				input: { kinds: [code] },
			})),
		},
	};
}

function customerOf({ reference, referral }: StoredReferral): string {
	const [customer] = referral.customers;
	return [customer?.firstName, customer?.lastName].filter(Boolean).join(' ') || reference;
}

function referencesOf(own: {
	uniqueIntegrationReference?: string | null;
	uniqueCustomerReference?: string | null;
}): string[] {
	return [own.uniqueIntegrationReference, own.uniqueCustomerReference].filter(
		(one) => typeof one === 'string',
	);
}
