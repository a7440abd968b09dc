import type { components } from '../../../openapi/types/sprove';
import { EventLog } from '../../record/eventLog';
import type { PartnerContext } from '../../partner';
import { isCurrency, toMajor, toMinor } from './currencies';

type Schemas = components['schemas'];
/** The path of a verification's page, up to the property's id. */
export const VERIFICATION = '/verify/properties/';

/** A property as create and read return it. */
export type Property = Schemas['Property'];
/** A property as the list returns it. */
export type ListedProperty = Schemas['ListedProperty'];
/** The body of a create. */
export type NewProperty = Schemas['NewProperty'];
/** The fields that a caller may change. */
export type PropertyChange = Schemas['PropertyChange'];
/** A verification that a tenant has completed. */
export type Check = Schemas['Check'];

/** A property as the simulator stores it. */
export interface StoredProperty extends Required<NewProperty> {
	id: string;
	active: boolean;
	deleted: boolean;
	checks: Check[];
	/** The page on which tenants are verified. */
	verificationUrl: string;
}

/** A landlord's account: the properties and their tenants' checks. */
export class SproveAccount {
	/** Every new and every changed check. */
	readonly events: EventLog<{
		propertyId: string;
		tenantName: string;
		approved: boolean;
		/** Unix seconds. */
		validUntil: number | null;
		/** The fields that changed; empty for a new check. */
		changed: Array<'approved' | 'valid_until'>;
	}>;

	private readonly properties = new Map<string, StoredProperty>();

	constructor(private readonly context: PartnerContext) {
		this.events = new EventLog(context.clock);
	}

	/** Every property, also deleted ones, oldest first. */
	all(): StoredProperty[] {
		return [...this.properties.values()];
	}

	/** The properties that are not deleted, oldest first. */
	list(onlyActive: boolean): StoredProperty[] {
		return this.all().filter(({ deleted, active }) => !deleted && (active || !onlyActive));
	}

	/** The property of an id, unless it was deleted. */
	find(id: string): StoredProperty | undefined {
		const property = this.properties.get(id);
		return property?.deleted ? undefined : property;
	}

	/** The property of an id, even if it was deleted: its checks can still be read. */
	findEvenDeleted(id: string): StoredProperty | undefined {
		return this.properties.get(id);
	}

	/** Adds a property. */
	create(fields: NewProperty, active = true): StoredProperty {
		const id = this.context.random.uuidLike();
		const property: StoredProperty = {
			id,
			deposit: 0,
			deposit_currency: fields.rent_currency,
			...fields,
			active,
			deleted: false,
			checks: [],
			verificationUrl: `${this.context.address()}/sprove${VERIFICATION}${id}`,
		};
		roundToMinorUnits(property);
		this.properties.set(property.id, property);
		return property;
	}

	/** Changes the given fields. */
	update(property: StoredProperty, change: PropertyChange): void {
		Object.assign(property, change);
		roundToMinorUnits(property);
	}

	/** Adds a check. */
	addCheck(property: StoredProperty, check: Check): void {
		property.checks.push(check);
		this.recordEvent(property, check, []);
	}

	/** Changes the result or the expiry of a check. */
	changeCheck(
		property: StoredProperty,
		check: Check,
		change: Pick<Partial<Check>, 'approved' | 'valid_until'>,
	): void {
		const before = { ...check };
		Object.assign(check, change);
		const changed = (['approved', 'valid_until'] as const).filter((field) => check[field] !== before[field]);
		if (changed.length > 0) this.recordEvent(property, check, changed);
	}

	private recordEvent(
		{ id: propertyId }: StoredProperty,
		check: Check,
		changed: Array<'approved' | 'valid_until'>,
	): void {
		const { tenant_name: tenantName, approved, valid_until: validUntil } = check;
		this.events.record({ propertyId, tenantName, approved, validUntil, changed }, check);
	}
}

/** What is wrong with the currencies and amounts of a property, if anything. */
export function moneyProblem(sent: PropertyChange): string | undefined {
	for (const field of ['rent_currency', 'deposit_currency'] as const) {
		const code = sent[field];
		if (code !== undefined && !isCurrency(code)) return `${field} ${code} is not a currency of ISO 4217`;
	}
	for (const field of ['rent', 'deposit'] as const) {
		const amount = sent[field] ?? 0;
		if (!Number.isSafeInteger(toMinor(amount, 'CLF'))) return `${field} ${amount} is more than can be kept`;
	}
	return undefined;
}

/** A property as create and read return it: whole units, no `active`. */
export function toProperty(property: StoredProperty): Property {
	const { id, name, address, rent, rent_currency, deposit, deposit_currency } = property;
	return {
		id,
		name,
		address,
		rent,
		rent_currency,
		deposit,
		deposit_currency,
		verification_url: property.verificationUrl,
	};
}

/** A property as the list returns it: minor units, no `address`. */
export function listed(property: StoredProperty): ListedProperty {
	const { id, name, active, rent, rent_currency, deposit, deposit_currency } = property;
	return {
		id,
		name,
		active,
		rent_cents: toMinor(rent, rent_currency),
		rent_currency,
		deposit_cents: toMinor(deposit, deposit_currency),
		deposit_currency,
		verification_url: property.verificationUrl,
	};
}

/** Rounds the amounts to whole minor units, so that a read and the list agree. */
function roundToMinorUnits(property: StoredProperty): void {
	const rounded = (amount: number, currency: string) => toMajor(toMinor(amount, currency), currency);
	property.rent = rounded(property.rent, property.rent_currency);
	property.deposit = rounded(property.deposit, property.deposit_currency);
}
