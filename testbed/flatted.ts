/**
 * Reads n8n's execution data, which its REST interface sends in "flatted" form: one array in which every object
 * and every string stands once, and whatever holds it names its place as a string. Numbers, booleans and null
 * stand where they are.
 */
export function unflatten(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const done = new Map<string, unknown>();
	const resolve = (place: unknown): unknown => {
		if (typeof place !== 'string') return place;
		const entry = table[Number(place)];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (done.has(place)) return done.get(place);
		if (Array.isArray(entry)) {
			const list: unknown[] = [];
			done.set(place, list);
			for (const value of entry) list.push(resolve(value));
			return list;
		}
		const object: Record<string, unknown> = {};
		// Registered before it is filled: execution data may refer to itself.
		done.set(place, object);
		for (const [key, value] of Object.entries(entry)) object[key] = resolve(value);
		return object;
	};
	return resolve('0');
}
