import { newest, shortTime, type Panel, type Row, type Step } from '../../pages/panel';
import type { PersonPage } from '../../pages/personPage';
import type { PartnerContext } from '../../partner';
import { type Check, type SproveAccount, type StoredProperty, VERIFICATION } from './account';
import type { Tokens } from './tokens';

type Clock = PartnerContext['clock'];

/** sprove on the page at `/`. */
export function sprovePanel(clock: Clock, account: SproveAccount, tokens: Tokens): Panel {
	const properties = account.all();
	const { liveTokens, logins } = tokens.state();
	return {
		facts: [
			['Valid tokens', liveTokens],
			['Logins', logins],
		],
		steps: [
			{ words: 'Someone else adds a property', action: 'addProperties', input: { count: 1 } },
			{ words: 'Every token runs out', action: 'expireTokens' },
		],
		lists: [
			{
				title: 'Properties',
				whenEmpty: 'None yet. n8n adds one with sprove’s Property: Create.',
				total: properties.length,
				rows: newest(properties, (property) => rowOf(property, clock.now())),
			},
		],
	};
}

/** The page to which sprove’s verification link leads a tenant. */
export function verificationPage(account: SproveAccount): PersonPage {
	return {
		path: VERIFICATION,
		show(id) {
			const property = account.find(id);
			if (!property) return undefined;
			const { name, address, checks, active } = property;
			return {
				title: `Can you afford ${name}?`,
				facts: { Address: address, Rent: rentOf(property), 'Tenants verified so far': checks.length },
				steps: active ? tenantSteps(property) : [],
			};
		},
	};
}

function rowOf(property: StoredProperty, now: number): Row {
	const { id, name, address, active, deleted, checks, verificationUrl } = property;
	return {
		id,
		name,
		status: deleted ? 'deleted' : active ? 'active' : 'inactive',
		details: [address, rentOf(property)],
		...(!deleted && {
			link: { words: 'Verification', url: verificationUrl },
			steps: [
				...tenantSteps(property),
				{
					words: active ? 'sprove deactivates it' : 'sprove activates it',
					action: 'setActive',
					input: { id, active: !active },
				},
			],
		}),
		rows: newest([...checks.entries()], ([index, check]) => checkRow(property, index, check, now)),
	};
}

function tenantSteps({ id: propertyId }: StoredProperty): Step[] {
	return [
		{ words: 'A tenant is verified: approved', action: 'addCheck', input: { propertyId, approved: true } },
		{
			words: 'A tenant is verified: not approved',
			action: 'addCheck',
			input: { propertyId, approved: false },
		},
	];
}

function checkRow({ id: propertyId }: StoredProperty, index: number, check: Check, now: number): Row {
	const { tenant_name, approved, valid_until, max_rent } = check;
	const seconds = Math.floor(now / 1000);
	const input = { propertyId, index };
	const runsOut = valid_until !== null && valid_until > seconds;
	return {
		id: `${propertyId}-check-${index}`,
		name: tenant_name,
		status: approved ? 'approved' : 'not approved',
		details: [
			...(max_rent === null ? [] : [`rent up to ${max_rent}`]),
			...(valid_until === null ? [] : [`valid until ${shortTime(valid_until * 1000)}`]),
		],
		steps: [
			approved
				? {
						words: 'sprove withdraws the approval',
						action: 'changeCheck',
						input: { ...input, approved: false },
					}
				: { words: 'sprove approves after all', action: 'changeCheck', input: { ...input, approved: true } },
			...(runsOut
				? [{ words: 'The check runs out', action: 'changeCheck', input: { ...input, validUntil: seconds } }]
				: []),
		],
	};
}

function rentOf({ rent, rent_currency }: StoredProperty): string {
	return `${rent} ${rent_currency} a month`;
}
