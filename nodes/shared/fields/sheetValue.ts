import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field } from './field';

const SPELLED: ReadonlyArray<[boolean, RegExp]> = [
	[true, /^(yes|y|true|1)$/i],
	[false, /^(no|n|false|0)$/i],
];

/**
 * An amount with thousands in groups of three, with or without the pound sign. A comma before three digits can be no
 * decimal comma, because no field takes three decimals; behind a zero, as in 0,620, it groups no thousands either.
 */
const GROUPED = /^£?\s*([+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?)$/;
const IN_POUNDS = /^£\s*(\d+(?:\.\d+)?)$/;

/**
 * The value of a cell as the field of the panel reads it: what people write in a sheet for yes and no, for an amount or
 * for an option of a list. Anything else is returned as it came, for the field to judge.
 */
export function sheetValue({ property: { type, options } }: Field<unknown>, cell: unknown): unknown {
	const typed = typeof cell === 'number' ? String(cell) : cell;
	if (typeof typed !== 'string') return cell;
	const text = typed.trim();
	if (type === 'boolean') return SPELLED.find(([, words]) => words.test(text))?.[0] ?? cell;
	if (type === 'number') {
		const amount = GROUPED.exec(text) ?? IN_POUNDS.exec(text);
		return amount?.[1]?.replaceAll(',', '') ?? cell;
	}
	if (type === 'options') {
		const same = (word: unknown) => String(word).toLowerCase() === text.toLowerCase();
		const option = (options as INodePropertyOptions[] | undefined)?.find(
			({ name, value }) => same(value) || same(name),
		);
		return option?.value ?? cell;
	}
	return cell;
}
