import { drawLooks, isBlank, type Field, type Filled, type Looks } from './field';

interface NumberOptions extends Looks {
	default?: number;
	required?: boolean;
	min?: number;
	max?: number;
	/** Digits shown after the point; whole numbers when absent. */
	decimals?: number;
}

/**
 * A number. Without `decimals` it has to be whole. A number typed as text is taken ("12.50"),
 * because expressions often yield one; anything else is reported, never rounded.
 */
export function number<const O extends NumberOptions>(options: O): Field<Filled<O, number>> {
	const { required, min, max, decimals } = options;
	return {
		property: {
			...drawLooks(options),
			type: 'number',
			typeOptions: {
				...(min !== undefined && { minValue: min }),
				...(max !== undefined && { maxValue: max }),
				...(decimals !== undefined && { numberPrecision: decimals }),
			},
			// n8n shows an empty box for '', which is how a number that may be left out has to look.
			default: options.default ?? '',
		},
		read(raw, place) {
			if (isBlank(raw)) {
				if (required) place.broken('must be filled in');
				return undefined as Filled<O, number>;
			}
			const value = typeof raw === 'string' ? Number(raw) : raw;
			if (typeof value !== 'number' || !Number.isFinite(value)) place.broken('must be a number');
			else if (decimals === undefined && !Number.isInteger(value)) place.broken('must be a whole number');
			else if (min !== undefined && value < min) place.broken(`must be ${min} or more`);
			else if (max !== undefined && value > max) place.broken(`must be ${max} or less`);
			return value as Filled<O, number>;
		},
	};
}
