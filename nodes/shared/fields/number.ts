import { displayOf, isBlank, type Field, type Filled, type FieldDisplay } from './field';

interface NumberOptions extends FieldDisplay {
	default?: number;
	required?: boolean;
	min?: number;
	max?: number;
	/** Digits shown after the point; whole numbers when absent. */
	decimals?: number;
}

/** A number as people write it; JavaScript reads also "0x10" as 16 and "1e3" as 1000. */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;

/** Digits that a number keeps whatever they are (IEEE 754, double precision). */
const DIGITS_KEPT = 15;

/** What is wrong with how a number is written as a text; undefined for nothing. Whole ones are judged by their size. */
function misspelt(typed: string): string | undefined {
	if (!PLAIN.test(typed))
		return Number.isFinite(Number(typed))
			? 'must be a number in plain digits, like 1250'
			: 'must be a number';
	if (!typed.includes('.')) return undefined;
	const digits = typed
		.replace(/^[+-]?[0.]*/, '')
		.replace('.', '')
		.replace(/0+$/, '');
	return digits.length > DIGITS_KEPT ? `can have at most ${DIGITS_KEPT} digits` : undefined;
}

/**
 * A number. Without `decimals` it has to be whole. A number typed as text is taken ("12.50"),
 * because expressions often yield one; anything else is reported, never rounded. One that is too large to be kept
 * to its last digit is reported, too.
 */
export function number<const O extends NumberOptions>(options: O): Field<Filled<O, number>> {
	const { required, min, max, decimals } = options;
	return {
		property: {
			...displayOf(options),
			type: 'number',
			typeOptions: {
				...(min !== undefined && { minValue: min }),
				...(max !== undefined && { maxValue: max }),
				...(decimals !== undefined && { numberPrecision: decimals }),
			},
			// n8n shows an empty box for '', which is how a number that may be left out has to look.
			default: options.default ?? '',
		},
		read(raw, fieldPath) {
			if (isBlank(raw)) {
				if (required) fieldPath.addIssue('must be filled in');
				return undefined as Filled<O, number>;
			}
			const value = typeof raw === 'string' ? Number(raw) : raw;
			const wrong = typeof raw === 'string' ? misspelt(raw.trim()) : undefined;
			if (wrong !== undefined) fieldPath.addIssue(wrong);
			else if (typeof value !== 'number' || !Number.isFinite(value)) fieldPath.addIssue('must be a number');
			else if (decimals === undefined && !Number.isInteger(value))
				fieldPath.addIssue('must be a whole number');
			else if (min !== undefined && value < min) fieldPath.addIssue(`must be ${min} or more`);
			else if (max !== undefined && value > max) fieldPath.addIssue(`must be ${max} or less`);
			else if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
				fieldPath.addIssue(
					`must be ${Number.MAX_SAFE_INTEGER} or less: a larger number loses its last digits`,
				);
			return value as Filled<O, number>;
		},
	};
}
