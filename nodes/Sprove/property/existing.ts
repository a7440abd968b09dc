import { isSameText, normalText } from '../../shared/guards';
import type { OperationContext } from '../../shared/operation';
import { everyProperty, getProperty, type ListedProperty, type Property } from '../api';

/** What identifies a property, for want of a reference of one's own. */
interface Place {
	name: string;
	address: string;
}

/** A text that is the same for items that create the same property. */
export const identityOf = ({ name, address }: Place) => normalText(`${name} | ${address}`);

/** Properties with this name. The list has no addresses, so the caller has to read each of them. */
async function propertiesNamed(
	name: string,
	refresh: boolean,
	context: OperationContext,
): Promise<ListedProperty[]> {
	const list = async () => await everyProperty(context, { limit: Infinity });
	const all = refresh ? await list() : await context.memoize('properties', list);
	return all.filter((property) => isSameText(property.name, name));
}

/** Finds the property of this name and address, and remembers what items of this run have made of it. */
export async function existingProperty({ name, address }: Place, context: OperationContext) {
	const known = await context.memoize('properties made', async () => [] as Property[]);
	const isSame = (property: Property) =>
		isSameText(property.name, name) && isSameText(property.address, address);
	return {
		/** @param refresh true: reads the list again */
		async find(refresh: boolean): Promise<Property | undefined> {
			const made = known.find(isSame);
			if (made) return made;
			for (const { id } of await propertiesNamed(name, refresh, context)) {
				const read = async () => await getProperty(context, id);
				const property = await context.memoize(`property ${id}`, read);
				if (isSame(property)) return property;
			}
			return undefined;
		},
		remember: (property: Property) => known.unshift(property),
	};
}
