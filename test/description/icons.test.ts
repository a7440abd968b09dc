import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../support/load';
import { partners } from '../support/pack';

/** Relative luminance of a colour such as `#1f6f8b` (WCAG 2.2, "relative luminance"). */
function luminance(colour: string): number {
	const digits = colour.length === 4 ? colour.replace(/[^#]/g, '$&$&') : colour;
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => parseInt(digits.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"). */
function contrast(one: string, other: string): number {
	const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
	return (lighter + 0.05) / (darker + 0.05);
}

it.each([
	['#000', '#fff', 21],
	['#777777', '#ffffff', 4.48],
])('the contrast of %s and %s is %d', (one, other, ratio) => {
	expect(contrast(one, other)).toBeCloseTo(ratio, 2);
});

const icons = Object.values(partners).flatMap(({ node, folder }) => {
	const { light, dark } = node().description.icon as { light: string; dark: string };
	return [light, dark].map((icon) => `nodes/${folder}/${icon.replace('file:', '')}`);
});

describe.each(icons)('%s', (file) => {
	const svg = readFileSync(join(root, file), 'utf8');

	it('has lines that stand out from their tile by 3 to 1 (WCAG 2.2, 1.4.11)', () => {
		const [, tile] = /<rect[^>]* fill="(#[0-9a-f]+)"/.exec(svg)!;
		const [, lines] = / stroke="(#[0-9a-f]+)"/.exec(svg)!;
		expect(contrast(tile!, lines!)).toBeGreaterThanOrEqual(3);
	});
});
