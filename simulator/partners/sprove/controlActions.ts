import { z } from 'zod';
import type { Activity } from '../../time/activity';
import { controlAction } from '../../control/controlAction';
import type { PartnerContext } from '../../partner';
import { type Check, type StoredProperty, listed, type SproveAccount } from './account';
import { isCurrency } from './currencies';
import { fakeCheck, fakeProperty } from './fakeData';
import { TOKEN_SHAPES, type Tokens } from './tokens';

const switchFields = z
	.object({
		/** Where a login's answer has the token. */
		tokenShape: z.enum(TOKEN_SHAPES),
		/** Whether "Bearer " stands before the token in a login's answer. */
		bearerPrefix: z.boolean(),
		/** How long tokens live that are handed out from now on. */
		tokenMinutes: z.number().positive(),
		/** Whether a new login is the end of the tokens before it. */
		oneTokenAtATime: z.boolean(),
		/** How a caller with wrong credentials or a dead token is answered: both codes are described alike. */
		unauthorizedStatus: z.union([z.literal(401), z.literal(403)]),
		/** 201 by the table of codes; 200 is a success as well. */
		createdStatus: z.union([z.literal(201), z.literal(200)]),
		/**
		 * What "No content" is on the wire: 204 without a body, or 200 with these words as plain text, with these
		 * words in spite of a JSON content type, or with nothing.
		 */
		noContentAs: z.enum(['204', 'text', 'textAsJson', 'empty']),
		/** Whether the list shows its first page whatever page is asked for. */
		ignoresPage: z.boolean(),
		/** The most properties a page has; a larger `per_page` is cut down to it. */
		largestPage: z.number().int().min(1).max(100),
	})
	.strict();

/** Where the documents leave a choice, the choice. */
export type SproveSwitches = z.output<typeof switchFields>;

const checkFields = z
	.object({
		tenantName: z.string(),
		approved: z.boolean(),
		/** Unix seconds, or null. */
		validUntil: z.number().int().nullable(),
		maxRent: z.number().nullable(),
		avgWage: z.number().nullable(),
		currentRent: z.number().nullable(),
	})
	.partial();

/** What a person or a test can do to the simulated sprove from behind. */
export function sproveControlActions(
	context: PartnerContext,
	account: SproveAccount,
	tokens: Tokens,
	activity: Activity,
	switches: SproveSwitches,
) {
	const assertFound = (property: StoredProperty | undefined, id: string): StoredProperty => {
		if (!property) throw new Error(`sprove has no property ${id}`);
		return property;
	};

	return {
		/** Let every token run out now. */
		expireTokens: controlAction(z.object({}).strict().default({}), () => tokens.expire()),
		/** Put made-up properties into the account, each with so many made-up checks; returns their ids. */
		addProperties: controlAction(
			z
				.object({
					count: z.number().int().min(0).max(100_000),
					active: z.boolean().default(true),
					currency: z.string().refine(isCurrency, 'is not a currency of ISO 4217').default('NOK'),
					checks: z.number().int().min(0).max(10_000).default(0),
				})
				.strict(),
			({ count, active, currency, checks }) => {
				const before = account.all().length;
				return Array.from({ length: count }, (_, index) => {
					const property = account.create(fakeProperty(before + index + 1, currency), active);
					for (let n = 0; n < checks; n += 1) account.addCheck(property, fakeCheck(context));
					return property.id;
				});
			},
		),
		/** Activate or deactivate a property; callers cannot. */
		setActive: controlAction(z.object({ id: z.string(), active: z.boolean() }).strict(), ({ id, active }) => {
			const property = assertFound(account.find(id), id);
			property.active = active;
			return listed(property);
		}),
		/** A tenant completes a verification; what is left out is made up. Returns the check and its index. */
		addCheck: controlAction(
			checkFields.extend({ propertyId: z.string() }).strict(),
			({ propertyId, ...said }) => {
				const property = assertFound(account.findEvenDeleted(propertyId), propertyId);
				const check = fakeCheck(context, toCheckFields(said));
				account.addCheck(property, check);
				return { index: property.checks.length - 1, check: { ...check } };
			},
		),
		/** Change a check's result or its end, as when sprove looks at it again; returns it. */
		changeCheck: controlAction(
			checkFields
				.pick({ approved: true, validUntil: true })
				.extend({ propertyId: z.string(), index: z.number().int().min(0) })
				.strict(),
			({ propertyId, index, ...said }) => {
				const property = assertFound(account.findEvenDeleted(propertyId), propertyId);
				const check = property.checks[index];
				if (!check) throw new Error(`Property ${propertyId} has no check ${index}`);
				account.changeCheck(property, check, toCheckFields(said));
				return { ...check };
			},
		),
		/** Let checks arrive at the active properties and change by themselves, so many a simulated day; 0 stops it. */
		setActivity: activity.setActivityAction(() => {
			if (account.list(true).length === 0) throw new Error('sprove has no active property; add some first');
		}),
		/** Every check as it came and as it changed, oldest first. */
		events: account.events.listAction(),
		/** Choose between the documents' alternatives; returns all of them. */
		setSwitches: controlAction(switchFields.partial(), (chosen) => {
			Object.assign(switches, chosen);
			tokens.minutes = switches.tokenMinutes;
			return { ...switches };
		}),
	};
}

/** The levers of sprove with their types. */
export type SproveControlActions = ReturnType<typeof sproveControlActions>;

/** A check as sprove spells it; what was not said is not there. */
function toCheckFields(said: z.output<typeof checkFields>): Partial<Check> {
	const named = {
		tenant_name: said.tenantName,
		approved: said.approved,
		valid_until: said.validUntil,
		max_rent: said.maxRent,
		avg_wage: said.avgWage,
		current_rent: said.currentRent,
	};
	return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
