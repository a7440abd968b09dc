import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';

interface NumberOptions extends FieldDisplay {
	default?: number;
	required?: boolean;
	min?: number;
	max?: number;
	/** Most digits after the point. Without it only whole numbers are valid. */
	decimals?: number;
}

/** A number in plain digits. `Number()` also reads "0x10" as 16 and "1e3" as 1000. */
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** 12500, where people group thousands by points, or 12.5: nobody can know. */
const MAY_BE_GROUPED = /^[+-]?[1-9]\d{0,2}(\.\d{3})+$/;

/** Every decimal number of so many significant digits survives as a double (IEEE 754). */
const EXACT_DIGITS = 15;

/**
 * What is wrong with the spelling of a number; undefined for nothing. The number of digits is only checked for numbers
 * with a point: whole numbers are checked by their size.
 */
function spellingProblem(typed: string): string | undefined {
	if (MAY_BE_GROUPED.test(typed)) {
		const number = PLAIN_NUMBER.test(typed) ? `, or given as the number ${Number(typed)}` : '';
		return `must be written as ${typed.replaceAll('.', '')}${number}: a point before three digits may group thousands`;
	}
	if (!PLAIN_NUMBER.test(typed))
		return Number.isFinite(Number(typed))
			? 'must be a number in plain digits, like 1250'
			: 'must be a number';
	if (!typed.includes('.')) return undefined;
	const digits = typed
		.replace(/^[+-]?[0.]*/, '')
		.replace('.', '')
		.replace(/0+$/, '');
	return digits.length > EXACT_DIGITS ? `can have at most ${EXACT_DIGITS} digits` : undefined;
}

/**
 * A number. Numbers as text ("12.50") are accepted, because expressions often yield them. Nothing is ever rounded: what
 * is not whole without `decimals`, or too large to be exact, is reported.
 */
export function number<const O extends NumberOptions>(options: O): Field<Filled<O, number>> {
	const { required, min, max, decimals } = options;
	// n8n marks an empty field of every other kind as required, but not a number (NodeHelpers.addToIssuesIfMissing).
	const isUnmarked = required && options.default === undefined;
	return {
		property: {
			...displayOf({ ...options, ...(isUnmarked && { hint: options.hint ?? 'Required' }) }),
			type: 'number',
			typeOptions: {
				...(min !== undefined && { minValue: min }),
				...(max !== undefined && { maxValue: max }),
				...(decimals !== undefined && { numberPrecision: decimals }),
			},
			// n8n shows '' as an empty box; a number that may be left out must not show 0.
			default: options.default ?? '',
		},
		read(raw, path) {
			if (isBlank(raw)) {
				if (required) path.addIssue('must be filled in');
				return undefined as Filled<O, number>;
			}
			const value = typeof raw === 'string' ? Number(raw) : raw;
			const problem = typeof raw === 'string' ? spellingProblem(raw.trim()) : undefined;
			if (problem !== undefined) path.addIssue(problem);
			else if (typeof value !== 'number' || !Number.isFinite(value)) path.addIssue('must be a number');
			else if (decimals === undefined && !Number.isInteger(value)) path.addIssue('must be a whole number');
			else if (min !== undefined && value < min) path.addIssue(`must be ${min} or more`);
			else if (max !== undefined && value > max) path.addIssue(`must be ${max} or less`);
			else if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
				path.addIssue(`must be ${Number.MAX_SAFE_INTEGER} or less: a larger number loses its last digits`);
			return value as Filled<O, number>;
		},
	};
}
