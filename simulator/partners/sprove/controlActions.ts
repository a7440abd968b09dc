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
		/** Where the answer of a login has the token. */
		tokenShape: z.enum(TOKEN_SHAPES),
		/** Whether the token in the answer of a login begins with "Bearer ". */
		bearerPrefix: z.boolean(),
		/** The lifetime of tokens issued from now on. */
		tokenMinutes: z.number().positive(),
		/** Whether a login expires all earlier tokens. */
		oneTokenAtATime: z.boolean(),
		/** The status for wrong credentials or an expired token: the documents describe both alike. */
		unauthorizedStatus: z.union([z.literal(401), z.literal(403)]),
		/** The status of a create: 201 by the table of codes, but 200 is listed as a success as well. */
		createdStatus: z.union([z.literal(201), z.literal(200)]),
		/**
		 * How "No content" is sent: as 204 without a body, or as 200 with these words as plain text, with these words
		 * under a JSON content type, or with an empty body.
		 */
		noContentAs: z.enum(['204', 'text', 'textAsJson', 'empty']),
		/** Whether the list returns its first page whatever page is asked for. */
		ignoresPage: z.boolean(),
		/** The largest page; a larger `per_page` is reduced to it. */
		largestPage: z.number().int().min(1).max(100),
	})
	.strict();

/** What sprove's documents leave open. */
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

/** The control actions of sprove. */
export function sproveControlActions(
	context: PartnerContext,
	account: SproveAccount,
	tokens: Tokens,
	activity: Activity,
	switches: SproveSwitches,
) {
	const foundOrThrow = (property: StoredProperty | undefined, id: string): StoredProperty => {
		if (!property) throw new Error(`sprove has no property ${id}`);
		return property;
	};

	return {
		/** Expires every token. */
		expireTokens: controlAction(z.object({}).strict().default({}), () => tokens.expire()),
		/** Adds fake properties, each with a number of fake checks; returns their ids. */
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
		/** Activates or deactivates a property, which callers cannot do. */
		setActive: controlAction(z.object({ id: z.string(), active: z.boolean() }).strict(), ({ id, active }) => {
			const property = foundOrThrow(account.find(id), id);
			property.active = active;
			return listed(property);
		}),
		/** Adds a check; missing fields are faked. Returns the check and its index. */
		addCheck: controlAction(
			checkFields.extend({ propertyId: z.string() }).strict(),
			({ propertyId, ...fields }) => {
				const property = foundOrThrow(account.findEvenDeleted(propertyId), propertyId);
				const check = fakeCheck(context, toCheckFields(fields));
				account.addCheck(property, check);
				return { index: property.checks.length - 1, check: { ...check } };
			},
		),
		/** Changes a check's result or expiry, as when sprove verifies again; returns it. */
		changeCheck: controlAction(
			checkFields
				.pick({ approved: true, validUntil: true })
				.extend({ propertyId: z.string(), index: z.number().int().min(0) })
				.strict(),
			({ propertyId, index, ...fields }) => {
				const property = foundOrThrow(account.findEvenDeleted(propertyId), propertyId);
				const check = property.checks[index];
				if (!check) throw new Error(`Property ${propertyId} has no check ${index}`);
				account.changeCheck(property, check, toCheckFields(fields));
				return { ...check };
			},
		),
		/** Lets checks of the active properties arrive and change by themselves. */
		setActivity: activity.setActivityAction(() => {
			if (account.list(true).length === 0) throw new Error('sprove has no active property; add some first');
		}),
		/** Every new and every changed check, oldest first. */
		events: account.events.listAction(),
		/** Chooses what the documents leave open; returns all switches. */
		setSwitches: controlAction(switchFields.partial(), (chosen) => {
			Object.assign(switches, chosen);
			tokens.minutes = switches.tokenMinutes;
			return { ...switches };
		}),
	};
}

/** The type of sprove's control actions. */
export type SproveControlActions = ReturnType<typeof sproveControlActions>;

/** The given fields under the names that sprove's API has for them. */
function toCheckFields(fields: z.output<typeof checkFields>): Partial<Check> {
	const named = {
		tenant_name: fields.tenantName,
		approved: fields.approved,
		valid_until: fields.validUntil,
		max_rent: fields.maxRent,
		avg_wage: fields.avgWage,
		current_rent: fields.currentRent,
	};
	return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}
